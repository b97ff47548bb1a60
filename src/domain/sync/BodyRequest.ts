import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../dossier/Artifact.js"
import { ProjectUuid } from "../identity/ids.js"
import { ManifestVersion, MissionSlug, MissionType, Namespace, namespaceKey, TargetBranch } from "../identity/Namespace.js"
import { maxContentBytes } from "../receiver/limits.js"

/** The fields of `Namespace`, in words for those who receive them. */
const namespace = {
  project_uuid: ProjectUuid.annotations({
    description: "Lower-case UUID of the project, the same on every machine.",
    examples: [ProjectUuid.make("0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10")]
  }),
  mission_slug: MissionSlug.annotations({
    description: "Directory name of the mission below kitty-specs/: one path segment that does not start with a dot.",
    examples: [MissionSlug.make("071-invoice-export")]
  }),
  target_branch: TargetBranch.annotations({
    description: "Branch named by the mission's meta.json.",
    examples: [TargetBranch.make("main")]
  }),
  mission_type: MissionType.annotations({
    description: "Workflow of the mission.",
    examples: [MissionType.make("software-dev")]
  }),
  manifest_version: ManifestVersion.annotations({
    description: "Version of the mission type's manifest; 1 for a type without one.",
    examples: [ManifestVersion.make("1")]
  })
}

/** What the class leaves to the gate, as far as JSON Schema can say it: it counts characters, each at least one byte. */
const contentRules = { minLength: 1, maxLength: maxContentBytes, pattern: "\\S" }

/** The nine fields of one body upload, flat, in wire order (047 FR-002, FR-003). */
export class BodyRequest extends Schema.Class<BodyRequest>("spec-kitty/BodyRequest")({
  ...namespace,
  artifact_path: ArtifactPath.annotations({
    description: "Path relative to the mission's directory, with / between segments; neither . nor .. is one.",
    examples: [ArtifactPath.make("spec.md"), ArtifactPath.make("tasks/WP01-writer.md")]
  }),
  content_hash: ContentHash.annotations({
    description: "SHA-256 of content_body as UTF-8: 64 lower-case hex characters, no prefix.",
    examples: [ContentHash.make("b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060")]
  }),
  hash_algorithm: Schema.Literal("sha256").annotations({
    description: "How content_hash was made, always sha256.",
    examples: ["sha256"]
  }),
  content_body: Schema.String.annotations({
    description:
      "The file's text, byte for byte: a BOM and line endings stay as they are. Not blank; at most 524288 bytes as UTF-8.",
    examples: ["alpha\n"],
    jsonSchema: contentRules
  })
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
