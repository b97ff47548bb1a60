import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { type ScannedMission, ScanReport } from "../../domain/dossier/ScanReport.js"
import { type ExitReason, exitCodeOf } from "../../domain/exitCode.js"
import type { ProjectUuid } from "../../domain/identity/ids.js"
import { madeHere } from "../../domain/madeHere.js"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import { ArtifactIndexer, type IndexedMission } from "../../services/ArtifactIndexer.js"
import { takeNotices } from "../../services/Notices.js"
import { Progress } from "../../services/Progress.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { type Capture, captureMission } from "../sync/captureMission.js"
import { queueDiagnostics } from "../sync/queueDiagnostics.js"
import { serverInUse } from "../sync/serverInUse.js"
import { refuseUnmigrated } from "../sync/unmigrated.js"
import { anomalyDiagnostics, failureReason, refusalDiagnostics } from "./diagnostics.js"
import { knownNamespace, missionNamespace } from "./knownNamespace.js"
import { recordScan } from "./recordScan.js"
import { selectMissions } from "./selectMissions.js"

/** What is scanned, and what is kept of it. */
export interface ScanMissionsOptions {
  readonly selection: MissionSelection
  /** Judge completeness at this step instead of the derived one. */
  readonly step: string | null
  /** Save the snapshot and queue the dossier's events; false looks only. */
  readonly emit: boolean
}

type Emission = ScanReport["events"]

const emissionFor = Effect.fn("emissionFor")(function*(emit: boolean, project: Option.Option<ProjectUuid>) {
  const emission = (it: Emission) => it
  if (!emit) return emission("not_emitted")
  if (Option.isNone(project)) return emission("not_queued_no_identity")
  const server = yield* serverInUse(project.value)
  return emission(server._tag === "None" ? "not_queued_no_server" : "queued")
})

/** Snapshot, event log and queue for one scanned mission. */
const emitMission = Effect.fn("emitMission")(function*(mission: IndexedMission, emission: Emission) {
  const snapshotAlone = Effect.map(recordScan(mission.dossier, []), (warnings): Capture => ({ refused: [], warnings }))
  if (emission === "not_emitted") return { refused: [], warnings: [] } satisfies Capture
  if (emission === "not_queued_no_identity") return yield* snapshotAlone
  const identity = yield* (yield* ProjectIdentityStore).ensure
  const namespace = missionNamespace(mission, identity.project_uuid)
  if (Either.isLeft(namespace)) return yield* snapshotAlone
  return yield* captureMission(mission, namespace.right, identity, emission === "queued" ? "events" : "nothing")
})

const scanned = (mission: IndexedMission, projectUuid: string | null): ScannedMission => {
  const { dossier } = mission
  return {
    mission_slug: dossier.mission_slug,
    mission_type: dossier.mission_type,
    namespace: knownNamespace(mission, projectUuid),
    step: dossier.step,
    parity_hash_sha256: dossier.snapshot.parity_hash_sha256,
    canonical_snapshot_hash: dossier.snapshot.canonical_snapshot_hash,
    completeness_status: dossier.snapshot.completeness_status,
    artifact_counts: dossier.counts,
    artifacts: dossier.artifacts,
    missing: dossier.missing,
    upcoming: dossier.upcoming,
    skipped: dossier.skipped,
    anomalies: dossier.anomalies
  }
}

/** Indexes the selected missions, offline; one that can't be scanned is reported and does not stop the others. */
export const scanMissions = Effect.fn("scanMissions")(function*(options: ScanMissionsOptions) {
  const indexer = yield* ArtifactIndexer
  const progress = yield* Progress
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  const emission = yield* emissionFor(options.emit, project)
  if (emission === "queued") yield* refuseUnmigrated
  const selected = yield* selectMissions(options.selection)
  const missions: Array<ScannedMission> = []
  const diagnostics: Array<Diagnostic> = []
  const reasons = new Set<ExitReason>()
  for (const [done, directory] of selected.entries()) {
    yield* progress.step({ _tag: "Scanning", mission: directory.slug, done, total: selected.length })
    const result = yield* Effect.either(indexer.scan(directory, { step: options.step, keepBodies: false }))
    if (Either.isLeft(result)) {
      // A wrong --step for the one mission that was named is the caller's mistake; for one of many it is a finding.
      if (result.left._tag === "StepUnknown" && options.selection._tag === "One") return yield* result.left
      diagnostics.push(Diagnostic.of(result.left))
      reasons.add(failureReason[result.left._tag])
      continue
    }
    const { refused, warnings } = yield* emitMission(result.right, emission).pipe(
      Effect.catchTag("QueueFull", (full) => {
        reasons.add("failed")
        return Effect.succeed<Capture>({ refused: [], warnings: [Diagnostic.of(full)] })
      })
    )
    if (refused.length > 0) reasons.add("gateRefused")
    diagnostics.push(...refusalDiagnostics(refused), ...warnings, ...anomalyDiagnostics(result.right, "scan"))
    missions.push(scanned(result.right, Option.getOrNull(project)))
  }
  const outcome: Outcome<ScanReport> = {
    data: new ScanReport({ missions, events: emission }, madeHere),
    diagnostics: [...(yield* queueDiagnostics), ...(yield* takeNotices), ...diagnostics],
    exitCode: exitCodeOf(reasons),
    next: emission === "not_queued_no_server" || emission === "not_queued_no_identity"
      ? ["spec-kitty sync server URL"]
      : emission === "queued" ? ["spec-kitty sync"] : []
  }
  return outcome
})
