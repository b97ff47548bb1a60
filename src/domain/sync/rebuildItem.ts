import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { BodyRequest } from "./BodyRequest.js"
import { ManifestVersion, MissionSlug, MissionType, TargetBranch } from "../identity/Namespace.js"
import { ProjectUuid } from "../identity/ids.js"

const NamespaceKey = Schema.parseJson(Schema.Tuple(ProjectUuid, MissionSlug, TargetBranch, MissionType, ManifestVersion))
const decodeNamespaceKey = Schema.decodeUnknownOption(NamespaceKey)
const decodeRequest = Schema.decodeUnknownOption(BodyRequest)

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

/** A body request back from what a queue stores of it; none where the parts make none. */
export const rebuildBody = (stored: {
  readonly namespaceKey: string | null
  readonly subject: string
  readonly contentHash: string | null
  readonly text: string
}): Option.Option<BodyRequest> =>
  Option.flatMap(namespaceFields(stored.namespaceKey), (namespace) =>
    decodeRequest({
      ...namespace,
      artifact_path: stored.subject,
      content_hash: stored.contentHash,
      hash_algorithm: "sha256",
      content_body: stored.text
    }))
