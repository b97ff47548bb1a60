import * as Schema from "effect/Schema"
import { NonBlank } from "../text.js"
import { ProjectUuid } from "./ids.js"

/** Name of the mission's directory below `kitty-specs/`: one path segment that is neither hidden nor `..`. */
export const MissionSlug = NonBlank.pipe(
  // eslint-disable-next-line no-control-regex -- control characters are what it refuses
  Schema.filter((slug) => !/^\.|[/\\\u0000-\u001f]/.test(slug) || "must be one visible path segment", {
    identifier: "MissionSlug",
    description: "directory name of the mission below kitty-specs/",
    // The second look is for Python, where `$` also matches before a line feed that ends the text.
    jsonSchema: { pattern: "^[^./\\\\\\u0000-\\u001f][^/\\\\\\u0000-\\u001f]*$", not: { pattern: "\\n" } }
  }),
  Schema.brand("MissionSlug")
)
export type MissionSlug = typeof MissionSlug.Type

/** Workflow of a mission: `software-dev`, `research`, `documentation`, or a project's own. */
export const MissionType = NonBlank.pipe(Schema.brand("MissionType"))
export type MissionType = typeof MissionType.Type

/** Branch named by the mission's `meta.json`; never the checked-out one. */
export const TargetBranch = NonBlank.pipe(Schema.brand("TargetBranch"))
export type TargetBranch = typeof TargetBranch.Type

/** `manifest_version` of the mission type's `expected-artifacts.yaml`; `"1"` for a type without one. */
export const ManifestVersion = NonBlank.pipe(Schema.brand("ManifestVersion"))
export type ManifestVersion = typeof ManifestVersion.Type

/** `Namespace.key` of whatever has its five fields. */
export const namespaceKey = (it: typeof Namespace.Encoded): string =>
  JSON.stringify([it.project_uuid, it.mission_slug, it.target_branch, it.mission_type, it.manifest_version])

/**
 * Where a payload belongs: five fields, none of them optional, none of them guessed (047 FR-002, FR-011).
 * Keys carry their wire names.
 */
export class Namespace extends Schema.Class<Namespace>("spec-kitty/Namespace")({
  project_uuid: ProjectUuid,
  mission_slug: MissionSlug,
  target_branch: TargetBranch,
  mission_type: MissionType,
  manifest_version: ManifestVersion
}) {
  /** The tuple as one string, equal exactly when all five fields are. */
  get key(): string {
    return namespaceKey(this)
  }
}
