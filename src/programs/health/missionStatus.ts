import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Order from "effect/Order"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { codePointOrder } from "../../domain/dossier/codePointOrder.js"
import { forecast } from "../../domain/dossier/forecast.js"
import { stepFactsOf } from "../../domain/dossier/stepFacts.js"
import type { ExitReason } from "../../domain/exitCode.js"
import type { MissionStatus } from "../../domain/health/StatusReport.js"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import type { Instant } from "../../domain/text.js"
import { ArtifactIndexer, type IndexedMission } from "../../services/ArtifactIndexer.js"
import { ManifestRegistry } from "../../services/ManifestRegistry.js"
import { anomalyDiagnostics, failureReason } from "../dossier/diagnostics.js"
import { knownNamespace } from "../dossier/knownNamespace.js"
import { selectMissions } from "../dossier/selectMissions.js"

/** One scanned mission: where it is, and what it still takes to leave its step. */
const statusOf = Effect.fn("statusOf")(function*(mission: IndexedMission, projectUuid: string | null) {
  const { dossier, facts } = mission
  const { manifest, stateMachine } = dossier.mission_type === null
    ? { manifest: null, stateMachine: null }
    : yield* (yield* ManifestRegistry).definition(dossier.mission_type)
  const status: MissionStatus = {
    namespace: knownNamespace(mission, projectUuid),
    step: dossier.step,
    completeness_status: dossier.snapshot.completeness_status,
    artifact_counts: dossier.counts,
    missing: dossier.missing.map(({ artifact, blocking }) => ({
      path: artifact.relative_path, blocking, reason: artifact.error_reason ?? "not_found"
    })),
    forecast: forecast({
      machine: stateMachine,
      manifest,
      step: dossier.step,
      facts: stepFactsOf(dossier.artifacts, facts, manifest)
    }),
    last_receipt_at: null
  }
  return status
})

const rank = { incomplete: 0, unknown: 1, complete: 2 } as const

const incompleteFirst: Order.Order<MissionStatus> = Order.combine(
  Order.mapInput(Order.number, ({ completeness_status }: MissionStatus) => rank[completeness_status]),
  Order.mapInput(codePointOrder, ({ namespace }: MissionStatus) => namespace.mission_slug)
)

/** The selected missions, the incomplete first. One that can't be scanned is reported and does not stop the others. */
export const missionStatuses = Effect.fn("missionStatuses")(function*(
  selection: MissionSelection,
  projectUuid: string | null
) {
  const indexer = yield* ArtifactIndexer
  const missions: Array<MissionStatus> = []
  const diagnostics: Array<Diagnostic> = []
  const reasons = new Set<ExitReason>()
  for (const directory of yield* selectMissions(selection)) {
    const scan = yield* Effect.either(indexer.scan(directory, { step: null, keepBodies: false }).pipe(
      Effect.flatMap((mission) =>
        Effect.map(statusOf(mission, projectUuid), (status) => ({ status, told: anomalyDiagnostics(mission, "sync") })))
    ))
    if (Either.isLeft(scan)) {
      diagnostics.push(Diagnostic.of(scan.left))
      reasons.add(failureReason[scan.left._tag])
      continue
    }
    missions.push(scan.right.status)
    diagnostics.push(...scan.right.told)
  }
  return { missions: missions.sort(incompleteFirst), diagnostics, reasons }
})

/** The same with the moment of each mission's last receipt. */
export const withReceipts = (missions: ReadonlyArray<MissionStatus>, receipts: ReadonlyMap<string, Instant>) =>
  missions.map((mission): MissionStatus => ({
    ...mission,
    last_receipt_at: receipts.get(mission.namespace.mission_slug) ?? null
  }))
