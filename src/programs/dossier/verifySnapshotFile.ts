import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import type { SnapshotDocument } from "../../domain/dossier/SnapshotFile.js"
import { type DiskComparison, SnapshotVerification } from "../../domain/dossier/SnapshotVerification.js"
import { compareArtifacts, verifySnapshot } from "../../domain/dossier/verifySnapshot.js"
import { exitCodeOf } from "../../domain/exitCode.js"
import { MissionNotFound } from "../../domain/mission/missionErrors.js"
import { ArtifactIndexer } from "../../services/ArtifactIndexer.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { MissionStore } from "../../services/MissionStore.js"

/** Which snapshot is verified, and against what. */
export interface VerifyRequest {
  readonly file: string
  /** `if_here`: compared with the mission where the project has it; `required`: it must be here. */
  readonly disk: "if_here" | "required" | "never"
}

const isDifferent = (disk: DiskComparison): boolean => disk.added.length + disk.changed.length + disk.missing.length > 0

const verified = Effect.fn("verified")(function*(
  file: string,
  { content, document }: SnapshotDocument,
  disk: DiskComparison | null
) {
  const { hash } = yield* ContentHasher
  const findings = verifySnapshot(document, content, hash)
  const { computed_at, mission_slug, parity_hash_sha256, snapshot_id, total_artifacts } = content
  const outcome: Outcome<SnapshotVerification> = {
    data: new SnapshotVerification({
      file, mission_slug, snapshot_id, computed_at, parity_hash_sha256, total_artifacts, findings, disk
    }),
    diagnostics: [],
    exitCode: exitCodeOf(findings.length > 0 || (disk !== null && isDifferent(disk)) ? ["findings"] : []),
    next: []
  }
  return outcome
})

/** Whether a snapshot's file agrees with itself, from the file alone: no project is needed (D-19). */
export const verifyAlone = Effect.fn("verifyAlone")(function*<E, R>(
  { file }: VerifyRequest,
  read: (file: string) => Effect.Effect<SnapshotDocument, E, R>
) {
  return yield* verified(file, yield* read(file), null)
})

/** The mission of the snapshot as it is now; null where the project has none of that name. */
const onDisk = Effect.fn("onDisk")(function*({ content }: SnapshotDocument, isRequired: boolean) {
  const missions = yield* (yield* MissionStore).list
  const mission = missions.find(({ slug }) => slug === content.mission_slug)
  if (mission === undefined) {
    if (!isRequired) return null
    return yield* new MissionNotFound({ selector: content.mission_slug, candidates: [], ambiguous: false })
  }
  const { dossier } = yield* (yield* ArtifactIndexer).scan(mission, { step: null, keepBodies: false })
  return compareArtifacts(content.artifact_summaries, dossier.artifacts)
})

/** The same, and whether its mission is as it was then: which files changed, are gone or are new. */
export const verifyInProject = Effect.fn("verifyInProject")(function*<E, R>(
  request: VerifyRequest,
  read: (file: string) => Effect.Effect<SnapshotDocument, E, R>
) {
  const document = yield* read(request.file)
  return yield* verified(request.file, document, yield* onDisk(document, request.disk === "required"))
})
