import * as Effect from "effect/Effect"
import type { ListedArtifact } from "../../domain/dossier/listArtifacts.js"
import type { UploadState } from "../../domain/sync/UploadState.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"
import { uploadStates } from "./uploadStates.js"

/** Every artifact of a scanned mission, with where its body is. */
export const listedArtifacts = Effect.fn("listedArtifacts")(function*(mission: IndexedMission) {
  const states = yield* uploadStates(mission)
  return mission.dossier.artifacts.flatMap((artifact): ReadonlyArray<ListedArtifact> => {
    const upload: UploadState | undefined = states.get(artifact.relative_path)
    return upload === undefined ? [] : [{ ...artifact, mission_slug: mission.dossier.mission_slug, upload }]
  })
})
