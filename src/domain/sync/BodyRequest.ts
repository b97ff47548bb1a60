import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../dossier/Artifact.js"
import { Namespace, namespaceKey } from "../identity/Namespace.js"

/** The nine fields of one body upload, flat, in wire order (047 FR-002, FR-003). */
export class BodyRequest extends Schema.Class<BodyRequest>("spec-kitty/BodyRequest")({
  ...Namespace.fields,
  artifact_path: ArtifactPath,
  /** SHA-256 of `content_body` encoded as UTF-8. */
  content_hash: ContentHash,
  hash_algorithm: Schema.Literal("sha256"),
  /** The file's text, byte for byte: a BOM and line endings stay as they are. At most 512 KiB as UTF-8. */
  content_body: Schema.String
}) {
  get namespace(): Namespace {
    const { project_uuid, mission_slug, target_branch, mission_type, manifest_version } = this
    return new Namespace({ project_uuid, mission_slug, target_branch, mission_type, manifest_version })
  }
  /** `namespace.key`, without making and checking a `Namespace`, which showed in queueing many bodies. */
  get namespaceKey(): string {
    return namespaceKey(this)
  }
}
