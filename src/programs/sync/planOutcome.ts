import * as Effect from "effect/Effect"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { type ExitReason, exitCodeOf } from "../../domain/exitCode.js"
import { takeWithin } from "../../domain/sync/queueBounds.js"
import { type SyncedMission, type SyncPlan, SyncReport } from "../../domain/sync/SyncReport.js"
import { takeNotices } from "../../services/Notices.js"
import { QueueView } from "../../services/QueueView.js"
import { plannedOutcomes } from "./bodyOutcomes.js"
import type { PlannedItem } from "./captureMission.js"
import type { Captured, CapturedMission } from "./captureMissions.js"
import { batchLimits } from "./deliverEvents.js"
import { nothingToSync, syncFindings } from "./findings.js"
import { queueDiagnostics } from "./queueDiagnostics.js"
import type { ServerInUse } from "./serverInUse.js"
import { blockedBy } from "./status.js"
import type { SyncOptions } from "./SyncOptions.js"

interface PlannedRun {
  readonly options: SyncOptions
  /** Null where the project has no identity yet: none is made up for the report. */
  readonly projectUuid: string | null
  readonly server: ServerInUse
  readonly captured: Captured
}

/** How many requests the events take, cut where claims of the queue would cut them. */
export const batchCount = (events: ReadonlyArray<PlannedItem>): number => {
  let [count, left] = [0, events]
  for (; left.length > 0; count++) left = left.slice(takeWithin(left, batchLimits.limit, batchLimits.maxBytes).length)
  return count
}

const bytesOf = (items: ReadonlyArray<PlannedItem>): number => items.reduce((sum, { wireBytes }) => sum + wireBytes, 0)

const plannedMission = (mission: CapturedMission, { projectUuid, server }: PlannedRun): SyncedMission => {
  const { dossier, known, planned } = mission
  const hasServer = server._tag !== "None"
  const events = planned.filter(({ kind }) => kind === "event").length
  return {
    namespace: { ...known, project_uuid: projectUuid },
    dossier: {
      parity_hash_sha256: dossier.snapshot.parity_hash_sha256,
      completeness_status: dossier.snapshot.completeness_status,
      artifact_counts: dossier.counts
    },
    events: { sent: 0, duplicate: 0, rejected: 0, queued: hasServer ? events : 0 },
    bodies: plannedOutcomes(mission, hasServer),
    skipped_entries: dossier.skipped.length
  }
}

const planOf = Effect.fn("planOf")(function*(run: PlannedRun, missions: ReadonlyArray<SyncedMission>) {
  const planned = run.captured.missions.flatMap((mission) => mission.planned)
  const events = planned.filter(({ kind }) => kind === "event")
  const bodies = planned.filter(({ kind }) => kind === "body")
  const queue = yield* (yield* QueueView).counts
  const plan: SyncPlan = {
    blocked: run.server._tag === "Ready" && run.options.offline ? "offline" : yield* blockedBy(run.server),
    events: events.length,
    event_bytes: bytesOf(events),
    bodies: bodies.length,
    body_bytes: bytesOf(bodies),
    requests: batchCount(events) + bodies.length,
    skipped: missions.flatMap((mission) => mission.bodies).filter(({ outcome, reason_code }) =>
      outcome === "skipped" && reason_code !== "no_server" && reason_code !== "contract").length,
    refused: run.captured.missions.reduce((sum, { refused }) => sum + refused.size, 0),
    in_queue: {
      events: queue.events.pending + queue.events.leased,
      bodies: queue.bodies.pending + queue.bodies.leased
    }
  }
  return plan
})

/** Why nothing would leave, in the words of a run that did not happen. */
const obstacleDiagnostic = ({ blocked }: SyncPlan): ReadonlyArray<Diagnostic> => {
  const told = (code: string, message: string, why: string, fix: string) =>
    [new Diagnostic({ severity: "info", code, message, why, fix, target: null })]
  switch (blocked) {
    case null:
      return []
    case "no_server":
      return told(
        "SERVER-02",
        "No server is set for this project: a run would queue and send nothing.",
        "a project sends only where its user has said so",
        "spec-kitty sync server URL"
      )
    case "denied":
      return told("SERVER-03", "A run would queue it and send nothing.", "SPEC_KITTY_ENABLE_SAAS_SYNC denies sending",
        "unset SPEC_KITTY_ENABLE_SAAS_SYNC, then run spec-kitty sync")
    case "offline":
      return told("SERVER-03", "A run would queue it and send nothing.", "--offline was given", "spec-kitty sync")
    case "no_token":
      return told("AUTH-01", "A run would queue it and send nothing: the server needs a sign-in.", "there is no valid token",
        "spec-kitty auth login")
  }
}

const nextSteps = ({ blocked, bodies, events }: SyncPlan): ReadonlyArray<string> => {
  if (blocked === "no_server") return ["spec-kitty sync server URL"]
  return events + bodies > 0 ? ["spec-kitty sync"] : []
}

/** The report of a run that did not happen: its shape, its findings and its refusals, and no word of a delivery. */
export const planOutcome = Effect.fn("planOutcome")(function*(run: PlannedRun) {
  const missions = run.captured.missions.map((mission) => plannedMission(mission, run))
  const plan = yield* planOf(run, missions)
  const hasSomething = plan.blocked !== "no_server" && plan.events + plan.bodies > 0
  const findings = syncFindings(run.options, { missions, nothing: nothingToSync(run.server, missions, hasSomething) })
  const reasons = new Set<ExitReason>(run.captured.reasons)
  if (findings.some(({ severity }) => severity === "error")) reasons.add("findings")
  const outcome: Outcome<SyncReport> = {
    data: new SyncReport({
      dry_run: true,
      plan,
      build_id: null,
      server: run.server._tag === "None" ? null : run.server.url,
      delivery: "nothing",
      missions
    }),
    diagnostics: [
      ...(yield* queueDiagnostics),
      ...(yield* takeNotices),
      ...run.captured.diagnostics,
      ...obstacleDiagnostic(plan),
      ...findings
    ],
    exitCode: exitCodeOf(reasons),
    next: nextSteps(plan)
  }
  return outcome
})
