import * as Effect from "effect/Effect"
import type { IndexedArtifact } from "../../domain/dossier/MissionDossier.js"
import type { UploadOutcome } from "../../domain/sync/UploadOutcome.js"
import type { QueuedItem } from "../../services/QueueView.js"
import type { CapturedMission } from "./captureMissions.js"
import { bodyEvidence, noEvidence, noNamespace, noServer, outcome, versionOutcome } from "./versionOutcome.js"

const staysHere = (artifact: IndexedArtifact, code: string, reason: string): UploadOutcome =>
  outcome(artifact, { outcome: "skipped", reason_code: code, reason })

/** Why a body of a scan is not queued, the first reason that applies; null where it is (or, in a plan, would be). */
const notQueued = (artifact: IndexedArtifact, mission: CapturedMission, hasServer: boolean): UploadOutcome | null => {
  const { upload } = artifact
  if (upload.decision === "skip") return staysHere(artifact, upload.reason_code, upload.reason)
  if (mission.refused.has(artifact.relative_path)) {
    return staysHere(artifact, "contract", "the contract gate refused it; see the diagnostics")
  }
  if (mission.queueFull) {
    return outcome(artifact, { outcome: "failed", reason_code: "queue_full", reason: "the delivery queue is full" })
  }
  if (mission.namespace === null) return staysHere(artifact, noNamespace.code, noNamespace.reason)
  return hasServer ? null : staysHere(artifact, noServer.code, noServer.reason)
}

/** Everything of a mission that has a body: a required artifact that is absent has none. */
const bodiesOf = ({ dossier }: CapturedMission): ReadonlyArray<IndexedArtifact> =>
  dossier.artifacts.filter(({ error_reason }) => error_reason !== "not_found")

/** The outcome of every body of a mission (047 FR-012), given its events that still wait. */
export const bodyOutcomes = Effect.fn("bodyOutcomes")(function*(
  mission: CapturedMission,
  waiting: ReadonlyArray<QueuedItem>,
  hasServer: boolean
) {
  const { namespace } = mission
  const evidence = namespace === null || !hasServer ? noEvidence : yield* bodyEvidence(namespace, waiting)
  return bodiesOf(mission).map((artifact) =>
    notQueued(artifact, mission, hasServer) ?? versionOutcome(artifact, evidence) ??
      outcome(artifact, { outcome: "queued", reason_code: "superseded", reason: "a newer version took its place" })
  )
})

/** The same as far as it is decided before anything is queued: what nothing keeps back is `planned`. */
export const plannedOutcomes = (mission: CapturedMission, hasServer: boolean): ReadonlyArray<UploadOutcome> =>
  bodiesOf(mission).map((artifact) =>
    notQueued(artifact, mission, hasServer) ??
      outcome(artifact, { outcome: "queued", reason_code: "planned", reason: "would be queued and sent" })
  )
