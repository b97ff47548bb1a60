import * as Effect from "effect/Effect"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { type ExitReason, exitCodeOf } from "../../domain/exitCode.js"
import type { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import type { PassLog } from "../../domain/sync/PassLog.js"
import { type SyncedMission, SyncReport } from "../../domain/sync/SyncReport.js"
import { takeNotices } from "../../services/Notices.js"
import { QueueView } from "../../services/QueueView.js"
import { bodyOutcomes } from "./bodyOutcomes.js"
import type { Captured, CapturedMission } from "./captureMissions.js"
import { deferredDiagnostic, faultDiagnostic, lateDiagnostic, rejectionDiagnostics } from "./faultDiagnostics.js"
import { queueDiagnostics } from "./queueDiagnostics.js"
import { nothingToSync, syncFindings } from "./findings.js"
import type { ServerInUse } from "./serverInUse.js"
import type { SyncOptions } from "./SyncOptions.js"

interface Run {
  readonly options: SyncOptions
  readonly identity: ProjectIdentity
  readonly server: ServerInUse
  readonly captured: Captured
  readonly log: PassLog
}

const syncedMission = Effect.fn("syncedMission")(function*(mission: CapturedMission, run: Run) {
  const { dossier, namespace } = mission
  const tally = run.log.events.get(namespace?.key ?? "")
  const waiting = namespace === null ? [] : yield* (yield* QueueView).eventsOf(namespace)
  const synced: SyncedMission = {
    namespace: mission.known,
    dossier: {
      parity_hash_sha256: dossier.snapshot.parity_hash_sha256,
      completeness_status: dossier.snapshot.completeness_status,
      artifact_counts: dossier.counts
    },
    events: {
      sent: tally?.sent ?? 0,
      duplicate: tally?.duplicate ?? 0,
      rejected: tally?.rejected ?? 0,
      queued: waiting.length
    },
    bodies: yield* bodyOutcomes(mission, waiting, run.server._tag !== "None"),
    skipped_entries: dossier.skipped.length
  }
  return synced
})

const isDelivered = (outcome: string): boolean => outcome === "uploaded" || outcome === "already_exists"

const waits = (missions: ReadonlyArray<SyncedMission>): boolean =>
  missions.some(({ bodies, events }) => events.queued > 0 || bodies.some(({ outcome }) => outcome === "queued"))

/** `delivered` is said only where nothing of this run waits or failed. */
const deliveryOf = (missions: ReadonlyArray<SyncedMission>): SyncReport["delivery"] => {
  const outcomes = missions.flatMap(({ bodies }) => bodies.map(({ outcome }) => outcome))
  const done = outcomes.some(isDelivered) || missions.some(({ events }) => events.sent + events.duplicate > 0)
  const refused = outcomes.includes("failed") || missions.some(({ events }) => events.rejected > 0)
  if (done) return waits(missions) || refused ? "partial" : "delivered"
  return waits(missions) ? "queued" : "nothing"
}

const exitReasons = (run: Run, missions: ReadonlyArray<SyncedMission>) => {
  const reasons = new Set<ExitReason>(run.captured.reasons)
  const { fault } = run.log
  if (fault?.kind === "sign_in") reasons.add("signInNeeded")
  else if (fault !== null && !fault.mayPass) reasons.add("failed")
  const refused = missions.some(({ bodies, events }) =>
    events.rejected > 0 || bodies.some(({ outcome, reason_code }) => outcome === "failed" && reason_code !== "queue_full"))
  // Rows of other missions go out in the same pass: what was refused of them counts as well.
  if (run.options.strict !== "off" && (refused || run.log.rejected.length > 0)) reasons.add("quarantined")
  const asked = run.options.requireDelivered || run.options.wait !== null
  if (asked && waits(missions)) reasons.add("notDelivered")
  if (run.options.requireDelivered && run.server._tag === "None") reasons.add("notDelivered")
  return reasons
}

/** Something of this run lies in quarantine. */
const isRefused = (missions: ReadonlyArray<SyncedMission>): boolean =>
  missions.some(({ bodies, events }) => events.rejected > 0 || bodies.some(({ outcome }) => outcome === "failed"))

const nextSteps = (run: Run, missions: ReadonlyArray<SyncedMission>, delivery: SyncReport["delivery"]): ReadonlyArray<string> => {
  if (run.server._tag === "None") return ["spec-kitty sync server URL"]
  // Waiting does not sign anybody in.
  if (run.log.fault?.kind === "sign_in" && run.log.fault.refused !== "environment") return ["spec-kitty auth login", "spec-kitty sync status"]
  if (waits(missions)) return ["spec-kitty sync --wait 30s", "spec-kitty sync status"]
  if (isRefused(missions)) return ["spec-kitty sync queue list --state quarantined"]
  if (delivery === "partial") return ["spec-kitty sync status"]
  return []
}

const serverDiagnostics = ({ server, options }: Run): ReadonlyArray<Diagnostic> => {
  if (server._tag === "None") {
    return [new Diagnostic({
      severity: "info",
      code: "SERVER-02",
      message: "No server is set for this project: nothing was queued and nothing was sent.",
      why: "a project sends only where its user has said so",
      fix: "spec-kitty sync server URL",
      target: null
    })]
  }
  if (server._tag === "Ready" && !options.offline) return []
  return [new Diagnostic({
    severity: "info",
    code: "SERVER-03",
    message: "Nothing was sent: it waits in the queue.",
    why: options.offline ? "--offline was given" : "SPEC_KITTY_ENABLE_SAAS_SYNC denies sending",
    fix: options.offline ? "spec-kitty sync" : "unset SPEC_KITTY_ENABLE_SAAS_SYNC, then run spec-kitty sync",
    target: server.url
  })]
}

/** The report of a run, from what the queue and its receipts say now. */
export const syncOutcome = Effect.fn("syncOutcome")(function*(run: Run) {
  const missions = yield* Effect.forEach(run.captured.missions, (mission) => syncedMission(mission, run))
  const delivery = deliveryOf(missions)
  const reasons = exitReasons(run, missions)
  const nothing = nothingToSync(run.server, missions, delivery !== "nothing")
  const findings = syncFindings(run.options, { missions, nothing })
  if (findings.some(({ severity }) => severity === "error")) reasons.add("findings")
  const outcome: Outcome<SyncReport> = {
    data: new SyncReport({
      build_id: run.identity.build_id,
      server: run.server._tag === "None" ? null : run.server.url,
      delivery,
      missions
    }),
    diagnostics: [
      ...(yield* queueDiagnostics),
      ...(yield* takeNotices),
      ...run.captured.diagnostics,
      ...serverDiagnostics(run),
      ...rejectionDiagnostics(run.log),
      ...deferredDiagnostic(run.log),
      ...faultDiagnostic(run.log),
      ...(reasons.has("notDelivered") ? [lateDiagnostic] : []),
      ...findings
    ],
    exitCode: exitCodeOf(reasons),
    next: nextSteps(run, missions, delivery)
  }
  return outcome
})
