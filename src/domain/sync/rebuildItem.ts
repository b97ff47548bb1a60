import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../dossier/Artifact.js"
import { BodyRequest } from "./BodyRequest.js"
import { ManifestVersion, MissionSlug, MissionType, TargetBranch } from "../identity/Namespace.js"
import { ProjectUuid } from "../identity/ids.js"

const NamespaceKey = Schema.parseJson(Schema.Tuple(ProjectUuid, MissionSlug, TargetBranch, MissionType, ManifestVersion))
const decodeNamespaceKey = Schema.decodeUnknownOption(NamespaceKey)
const decodePath = Schema.decodeUnknownOption(ArtifactPath)
const decodeHash = Schema.decodeUnknownOption(ContentHash)

/** The five fields back from `Namespace.key`; none where it is not one. */
export const namespaceFields = (key: string | null) =>
  Option.map(
    decodeNamespaceKey(key),
    ([project_uuid, mission_slug, target_branch, mission_type, manifest_version]) => ({
      project_uuid,
      mission_slug,
      target_branch,
      mission_type,
      manifest_version
    })
  )

/**
 * A body request back from what a queue stores of it; none where the parts make none. The parts are checked one by one:
 * to check the whole as well, which the gate does again, showed in every claim.
 */
export const rebuildBody = (stored: {
  readonly namespaceKey: string | null
  readonly subject: string
  readonly contentHash: string | null
  readonly text: string
}): Option.Option<BodyRequest> =>
  Option.zipWith(
    namespaceFields(stored.namespaceKey),
    Option.all([decodePath(stored.subject), decodeHash(stored.contentHash)]),
    (namespace, [artifact_path, content_hash]) =>
      new BodyRequest(
        { ...namespace, artifact_path, content_hash, hash_algorithm: "sha256", content_body: stored.text },
        { disableValidation: true }
      )
  )
