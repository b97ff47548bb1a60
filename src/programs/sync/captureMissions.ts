import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { Diagnostic } from "../../domain/Diagnostic.js"
import type { MissionDossier } from "../../domain/dossier/MissionDossier.js"
import type { KnownNamespace } from "../../domain/dossier/ScanReport.js"
import type { ExitReason } from "../../domain/exitCode.js"
import type { Namespace } from "../../domain/identity/Namespace.js"
import type { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import type { MissionDirectory } from "../../domain/mission/MissionFacts.js"
import { ArtifactIndexer, type IndexedMission } from "../../services/ArtifactIndexer.js"
import { Progress } from "../../services/Progress.js"
import { anomalyDiagnostics, failureReason, incompleteDiagnostic, refusalDiagnostics } from "../dossier/diagnostics.js"
import { knownNamespace, missionNamespace } from "../dossier/knownNamespace.js"
import { recordScan } from "../dossier/recordScan.js"
import { captureMission, type CaptureWhat, type PlannedItem } from "./captureMission.js"

/** A scanned mission on its way into the report. */
export interface CapturedMission {
  readonly dossier: MissionDossier
  readonly known: KnownNamespace
  /** Null where meta.json lacks a field: scanned, not synced. */
  readonly namespace: Namespace | null
  /** Artifact paths and event types that the gate refused. */
  readonly refused: ReadonlySet<string>
  /** The queue had no room for this scan: nothing of it was queued. */
  readonly queueFull: boolean
  /** What a run would queue of it; empty unless this is a plan. */
  readonly planned: ReadonlyArray<PlannedItem>
}

export interface Captured {
  readonly missions: ReadonlyArray<CapturedMission>
  readonly diagnostics: ReadonlyArray<Diagnostic>
  readonly reasons: ReadonlySet<ExitReason>
}

interface CapturedOne {
  readonly mission: CapturedMission
  readonly diagnostics: ReadonlyArray<Diagnostic>
  readonly reasons: ReadonlyArray<ExitReason>
}

const captureOne = Effect.fn("captureOne")(function*(
  mission: IndexedMission,
  identity: ProjectIdentity,
  what: CaptureWhat
) {
  const { dossier } = mission
  const known = knownNamespace(mission, identity.project_uuid)
  const anomalies = anomalyDiagnostics(mission, "sync")
  const namespace = missionNamespace(mission, identity.project_uuid)
  if (Either.isLeft(namespace)) {
    const warnings = what === "plan" ? [] : yield* recordScan(dossier, [])
    const incomplete = incompleteDiagnostic(mission, namespace.left)
    const one: CapturedOne = {
      mission: { dossier, known, namespace: null, refused: new Set(), queueFull: false, planned: [] },
      diagnostics: [incomplete, ...anomalies.filter(({ message }) => message !== incomplete.message), ...warnings],
      reasons: ["findings"]
    }
    return one
  }
  const captured = { dossier, known, namespace: namespace.right }
  return yield* captureMission(mission, namespace.right, identity, what).pipe(
    Effect.map(({ planned = [], refused, warnings }): CapturedOne => ({
      mission: { ...captured, refused: new Set(refused.map(({ subject }) => subject)), queueFull: false, planned },
      diagnostics: [...refusalDiagnostics(refused), ...anomalies, ...warnings],
      reasons: refused.length > 0 ? ["gateRefused"] : []
    })),
    Effect.catchTag("QueueFull", (full) =>
      Effect.succeed<CapturedOne>({
        mission: { ...captured, refused: new Set(), queueFull: true, planned: [] },
        diagnostics: [Diagnostic.of(full), ...anomalies],
        reasons: ["failed"]
      }))
  )
})

/** Whether a scan is to be captured. `sync` captures each: to sync again is to submit again. */
export type Admission = (dossier: MissionDossier) => Effect.Effect<boolean>
const admitEach: Admission = () => Effect.succeed(true)

/** Scans and queues mission after mission. One that can't be scanned is reported and does not stop the others. */
export const captureMissions = Effect.fn("captureMissions")(function*(
  selected: ReadonlyArray<MissionDirectory>,
  identity: ProjectIdentity,
  what: CaptureWhat,
  admit: Admission = admitEach
) {
  const indexer = yield* ArtifactIndexer
  const progress = yield* Progress
  const missions: Array<CapturedMission> = []
  const diagnostics: Array<Diagnostic> = []
  const reasons = new Set<ExitReason>()
  for (const [done, directory] of selected.entries()) {
    yield* progress.step({ _tag: "Scanning", mission: directory.slug, done, total: selected.length })
    const scanned = yield* Effect.either(
      indexer.scan(directory, { step: null, keepBodies: what === "events_and_bodies" || what === "plan" })
    )
    if (Either.isLeft(scanned)) {
      diagnostics.push(Diagnostic.of(scanned.left))
      reasons.add(failureReason[scanned.left._tag])
      continue
    }
    if (!(yield* admit(scanned.right.dossier))) continue
    const one = yield* captureOne(scanned.right, identity, what)
    yield* Effect.logInfo(what === "plan" ? "scanned, nothing queued" : "scanned and queued").pipe(
      Effect.annotateLogs({
        mission: directory.slug,
        artifacts: one.mission.dossier.counts.total,
        refused: one.mission.refused.size
      })
    )
    missions.push(one.mission)
    diagnostics.push(...one.diagnostics)
    for (const reason of one.reasons) reasons.add(reason)
  }
  const captured: Captured = { missions, diagnostics, reasons }
  return captured
})
