import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { ArtifactPath, type ArtifactRef } from "../../domain/dossier/Artifact.js"
import { BodyRequest } from "../../domain/sync/BodyRequest.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"
import { ArtifactTree } from "../../services/ArtifactTree.js"
import { ContractGate } from "../../services/ContractGate.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { missionNamespace } from "./knownNamespace.js"

/**
 * Why the contract gate would refuse the body of an artifact that is to be uploaded, in the gate's words; null where it
 * would not, or where there is nothing yet to ask it about: no identity, no namespace, a file that is gone.
 */
export const gateSays = Effect.fn("gateSays")(function*(mission: IndexedMission, artifact: ArtifactRef) {
  const project = yield* (yield* ProjectIdentityStore).projectUuid
  const namespace = Option.flatMap(project, (uuid) => Either.getRight(missionNamespace(mission, uuid)))
  if (Option.isNone(namespace)) return null
  const artifact_path = ArtifactPath.make(artifact.relative_path)
  const file = yield* (yield* ArtifactTree).readOne(mission.facts.directory.path, artifact_path, { maxBytes: artifact.size_bytes })
  if (file._tag !== "Read") return null
  const request = new BodyRequest({
    ...namespace.value,
    artifact_path,
    content_hash: file.hash,
    hash_algorithm: "sha256",
    content_body: new TextDecoder("utf-8", { ignoreBOM: true }).decode(file.bytes)
  })
  return yield* (yield* ContractGate).body(request).pipe(
    Effect.as(null),
    Effect.catchTag("ContractViolations", ({ why }) => Effect.succeed(why))
  )
})
