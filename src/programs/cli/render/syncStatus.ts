import type { Outcome } from "../../../domain/Diagnostic.js"
import { SyncStatus } from "../../../domain/sync/SyncReport.js"
import { makeView } from "../View.js"
import { fact, itemLines, nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { since, until } from "./words.js"

const sending: Record<NonNullable<SyncStatus["blocked"]>, string> = {
  no_server: "nothing: no server is chosen",
  denied: "nothing: SPEC_KITTY_ENABLE_SAAS_SYNC=0 denies it",
  no_token: "nothing: there is no valid token for the server. Sign in: spec-kitty auth login"
}

/** Captured, then the places that it is the sum of; a place that is empty is left out, but never what waits. */
const counts = (tally: SyncStatus["events"]): string => {
  const { captured = 0, ...places } = tally
  const parts = Object.entries(places)
    .filter(([place, n]) => n > 0 || place === "pending")
    .map(([place, n]) => `${n} ${place}`)
  return `${captured} captured: ${parts.join(", ")}`
}

/** Whether the server takes anything is known only from its answer. */
const answerLines = ({ check, server }: SyncStatus, style: Style): ReadonlyArray<string> => {
  if (check === undefined) return server === null ? [] : [fact("answer", "not asked; --check asks it")]
  const said = style.foreign(check.verdict === "ok" ? check.evidence : check.why)
  return [fact("answer", style[check.verdict === "ok" ? "good" : "warn"](`${check.verdict}: ${said}`))]
}

const text = ({ data, next }: Outcome<SyncStatus>, style: Style): string => {
  const { foreign, nowMs } = style
  const project = data.project_uuid === null ? "this project, which has no identity yet" : data.project_uuid
  const quarantined = data.quarantined.map(({ kind, mission_slug, reason, reason_code, subject }) => ({
    mark: "failed" as const,
    word: kind,
    subject: foreign(mission_slug === null ? subject : `${mission_slug}/${subject}`),
    reason: foreign([reason_code, reason].filter((part) => part !== null).join(": "))
  }))
  return [
    style.bold(`Delivery queue of ${foreign(project)}`),
    fact("server", data.server === null ? "none" : foreign(data.server)),
    fact("sending", data.blocked === null ? "nothing here keeps it back" : sending[data.blocked]),
    ...answerLines(data, style),
    fact("events", counts(data.events)),
    fact("bodies", counts(data.bodies)),
    ...(data.oldest_queued_at === null ? [] : [fact("oldest", `queued for ${since(data.oldest_queued_at, nowMs)}`)]),
    ...(data.next_attempt_at === null ? [] : [fact("due", until(data.next_attempt_at, nowMs))]),
    ...(data.last_error === null
      ? []
      : [fact("last said", foreign(`${data.last_error.reason_code}: ${data.last_error.reason}`))]),
    ...(data.stalled ? [fact("stalled", style.warn("something has waited for more than a day; it is still tried"))] : []),
    ...(quarantined.length === 0 ? [] : ["", `Refused for good (${quarantined.length}):`, ...itemLines(quarantined, style)]),
    ...nextLines(next)
  ].join("\n")
}

/** `sync status`: where everything that was captured is now. */
export const syncStatusView = makeView({ schema: "sync-status@1", data: SyncStatus, text })
