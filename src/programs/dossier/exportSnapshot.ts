import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Outcome } from "../../domain/Diagnostic.js"
import { makeSnapshotFile, snapshotText } from "../../domain/dossier/makeSnapshotFile.js"
import { SnapshotExport } from "../../domain/dossier/SnapshotVerification.js"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"
import { ArtifactIndexer } from "../../services/ArtifactIndexer.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { takeNotices } from "../../services/Notices.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { UsageError } from "../cli/UsageError.js"
import { knownNamespace } from "./knownNamespace.js"
import { selectMissions } from "./selectMissions.js"

/** Which snapshot is exported, and where to. */
export interface ExportRequest {
  readonly selection: MissionSelection
  /** Null for the answer itself. */
  readonly file: string | null
}

const oneMission = Effect.fn("oneMission")(function*(selection: MissionSelection) {
  const [mission, ...others] = yield* selectMissions(selection)
  if (mission !== undefined && others.length === 0) return mission
  return yield* new UsageError({
    problem: mission === undefined ? "There is no mission here." : `There are ${others.length + 1} missions here, and one is exported.`,
    why: mission === undefined ? "kitty-specs/ holds none" : "no --mission was given, and you are in none of them",
    next: mission === undefined ? "spec-kitty dossier scan" : `spec-kitty dossier snapshot export --mission ${mission.slug}`,
    target: "--mission"
  })
})

/**
 * The snapshot of one mission as it is now, as a file that can be verified by itself. `write` keeps its text, whole or
 * not at all.
 */
export const exportSnapshot = Effect.fn("exportSnapshot")(function*<E, R>(
  { file, selection }: ExportRequest,
  write: (file: string, text: string) => Effect.Effect<void, E, R>
) {
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  const directory = yield* oneMission(selection)
  const mission = yield* (yield* ArtifactIndexer).scan(directory, { step: null, keepBodies: false })
  const namespace = knownNamespace(mission, Option.getOrNull(project))
  const { hash } = yield* ContentHasher
  const snapshot = makeSnapshotFile(mission.dossier, mission.manifest, namespace, hash)
  if (file !== null) yield* write(file, `${snapshotText(snapshot)}\n`)
  const { mission_slug, parity_hash_sha256, total_artifacts } = snapshot
  const outcome: Outcome<SnapshotExport> = {
    data: new SnapshotExport({
      mission_slug,
      parity_hash_sha256,
      total_artifacts,
      file,
      snapshot: file === null ? snapshot : null
    }),
    diagnostics: yield* takeNotices,
    exitCode: 0,
    next: file === null ? [] : [`spec-kitty dossier snapshot verify ${file}`]
  }
  return outcome
})
