import type { Outcome } from "../../../domain/Diagnostic.js"
import { type SyncedMission, type SyncPlan, SyncReport } from "../../../domain/sync/SyncReport.js"
import type { UploadOutcome } from "../../../domain/sync/UploadOutcome.js"
import { outcomeLines } from "../ndjson.js"
import { makeView } from "../View.js"
import { fact, grouped, type ItemLine, itemLines, missionHeading, nextLines } from "./mission.js"
import type { Mark, Style } from "./Style.js"
import { planClosing, plannedBodyCounts, plannedEventCount } from "./syncPlan.js"
import { count, until } from "./words.js"

type Outcomes = UploadOutcome["outcome"]

const marks: Record<Outcomes, Mark> = {
  uploaded: "done",
  already_exists: "there",
  queued: "queued",
  skipped: "skipped",
  failed: "failed"
}
const wording: Record<Outcomes, string> = {
  uploaded: "uploaded",
  already_exists: "already there",
  queued: "queued",
  skipped: "skipped",
  failed: "failed"
}
const order: ReadonlyArray<Outcomes> = ["uploaded", "already_exists", "queued", "skipped", "failed"]

const isPlanned = ({ reason_code }: UploadOutcome): boolean => reason_code === "planned"

const reasonOf = (body: UploadOutcome, style: Style): string => {
  if (isPlanned(body)) return ""
  const said = style.foreign(body.reason_code === null ? body.reason : `${body.reason_code}: ${body.reason}`)
  if (body.outcome !== "queued" || body.next_attempt_at === null || body.reason_code === "not_sent_yet" || body.reason_code === "event_queued") return said
  const next = `next try ${until(body.next_attempt_at, style.nowMs)}`
  return `${said}; ${next}`
}

const itemOf = (body: UploadOutcome, style: Style, prefix = ""): ItemLine => ({
  mark: marks[body.outcome],
  word: isPlanned(body) ? "would send" : wording[body.outcome],
  subject: style.foreign(`${prefix}${body.artifact_path}`),
  reason: reasonOf(body, style)
})

const countOf = (bodies: ReadonlyArray<UploadOutcome>, outcome: Outcomes): number =>
  bodies.filter((body) => body.outcome === outcome).length

const bodyCounts = (bodies: ReadonlyArray<UploadOutcome>, plan: SyncPlan | null): string =>
  plan !== null
    ? plannedBodyCounts(bodies, plan)
    : order.map((outcome) => `${countOf(bodies, outcome)} ${wording[outcome]}`).join("   ")

const eventCounts = ({ duplicate, queued, rejected, sent }: SyncedMission["events"], plan: SyncPlan | null): string =>
  plan !== null ? plannedEventCount(queued, plan) : `${sent} sent, ${duplicate} duplicate` +
  (queued === 0 ? "" : `, ${queued} queued`) + (rejected === 0 ? "" : `, ${rejected} rejected`)

const missionText = (mission: SyncedMission, plan: SyncPlan | null, style: Style): string => {
  const { artifact_counts: counts, completeness_status, parity_hash_sha256 } = mission.dossier
  const required = counts.required === 0
    ? "none required at this step"
    : `${counts.required_present} of ${counts.required} required`
  const leftOut = mission.skipped_entries === 0 ? "" : `, ${count(mission.skipped_entries, "entry", "entries")} left out`
  // Without a server every body is skipped for that one reason, which the last sentence tells.
  const listed = ["queued", "skipped"].flatMap((outcome) =>
    mission.bodies.filter((body) => body.outcome === outcome && body.reason_code !== "no_server")
  )
  const details = itemLines(grouped(listed.map((body) => itemOf(body, style))), style, 40)
  return [
    missionHeading(mission.namespace, style),
    fact("scanned", `${count(counts.total, "artifact")} (${required}${leftOut})` +
      `        parity ${parity_hash_sha256.slice(0, 8)}  ${completeness_status}`),
    fact("events", eventCounts(mission.events, plan)),
    fact("bodies", bodyCounts(mission.bodies, plan)),
    ...(details.length === 0 ? [] : ["", ...details])
  ].join("\n")
}

/** Every failure of every mission, last, where one looks (U-13). */
const failures = (missions: ReadonlyArray<SyncedMission>, style: Style): ReadonlyArray<string> => {
  const failed = missions.flatMap(({ bodies, namespace }) =>
    bodies.filter(({ outcome }) => outcome === "failed").map((body) =>
      itemOf(body, style, missions.length === 1 ? "" : `${namespace.mission_slug}/`)
    )
  )
  return failed.length === 0 ? [] : [`Failed (${failed.length}):`, ...itemLines(failed, style), ""]
}

/** Delivered is said on receipts alone; queued is not an error (U-23). */
const closing = ({ delivery, missions, server }: SyncReport, style: Style): string => {
  const bodies = missions.flatMap((mission) => mission.bodies)
  const events = missions.reduce((sum, mission) => sum + mission.events.queued, 0)
  const queued = countOf(bodies, "queued")
  const delivered = countOf(bodies, "uploaded") + countOf(bodies, "already_exists")
  const meant = delivered + queued + countOf(bodies, "failed")
  const waiting = [
    ...(events === 0 ? [] : [count(events, "event")]),
    ...(queued === 0 ? [] : [count(queued, "body", "bodies")])
  ].join(" and ")
  const target = server === null ? "" : ` to ${style.foreign(server)}`
  switch (delivery) {
    case "nothing":
      return server === null
        ? "Nothing was queued and nothing was sent: no server is chosen for this project."
        : meant === 0 ? `There was nothing to deliver${target}.` : `Nothing was delivered${target}: it was refused.`
    case "delivered":
      return `Delivered ${delivered} of ${count(meant, "body", "bodies")}${target}.`
    case "partial":
      return `Delivered ${delivered} of ${count(meant, "body", "bodies")}${target}; ` +
        (queued + events === 0
          ? "the rest was refused."
          : `${waiting} will follow on the next spec-kitty sync.`)
    case "queued":
      return `Nothing was delivered${target}. Everything is kept: ${waiting} ${events + queued === 1 ? "is" : "are"} queued.`
  }
}

const text = ({ data, next }: Outcome<SyncReport>, style: Style): string => [
  ...data.missions.map((mission) => `${missionText(mission, data.plan, style)}\n`),
  ...failures(data.missions, style),
  data.plan === null ? closing(data, style) : planClosing(data.plan, data, style),
  ...nextLines(next)
].join("\n")

/** `sync`: per mission what was delivered, what waits and why; then the failures; then one sentence that sums up. */
export const syncView = makeView({
  schema: "sync@1",
  data: SyncReport,
  text,
  lines: outcomeLines,
  tells: ({ code, severity, target }, { delivery, missions, plan }) =>
    (code === "SERVER-02" && delivery === "nothing") ||
    (plan !== null && severity === "info" && (code === "SERVER-03" || code === "AUTH-01")) ||
    ((severity === "info" || code === "SYNC-01") &&
      missions.some(({ bodies }) => bodies.some((body) => body.artifact_path === target && body.outcome !== "queued")))
})
