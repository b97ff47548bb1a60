import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"
import type { MissionMeta } from "../mission/MissionMeta.js"
import type { ProjectUuid } from "./ids.js"
import { ManifestVersion, type MissionSlug, MissionType, Namespace, TargetBranch } from "./Namespace.js"

const NamespaceField = Schema.Literal("target_branch", "mission_type")
type NamespaceField = typeof NamespaceField.Type

/** `meta.json` does not say where the mission belongs. It is scanned, but nothing of it is sent (047 FR-011). */
export class NamespaceIncomplete extends Schema.TaggedError<NamespaceIncomplete>()("NamespaceIncomplete", {
  /** Relative to the project's root: `kitty-specs/<slug>/meta.json`. */
  file: Schema.String,
  /** What it lacks. */
  fields: Schema.Array(NamespaceField)
}) implements Explained {
  readonly code = "NAMESPACE-01"
  get target(): string {
    return this.file
  }
  override get message(): string {
    return `${this.file} has no ${this.fields.join(" and no ")}, so nothing of this mission is sent.`
  }
  readonly why = "what is sent names its branch and mission type, and neither is ever guessed"
  get next(): string {
    return `add ${this.fields.join(" and ")} to ${this.file}, then run the command again`
  }
}

const isSaid = (text: string | null | undefined): text is string => typeof text === "string" && text.trim() !== ""

/** The fields of the namespace that `meta.json` does not have; both where it is null. */
export const missingFields = (meta: MissionMeta | null): ReadonlyArray<NamespaceField> =>
  NamespaceField.literals.filter((field) => !isSaid(meta?.[field]))

/**
 * Where a mission's payloads belong. A field that `meta.json` does not have is never taken from anywhere else
 * (047 FR-011, B-15). A mission type without a manifest has manifest version "1".
 */
export const namespaceOf = (input: {
  readonly project_uuid: ProjectUuid
  readonly slug: MissionSlug
  /** Null where `meta.json` is absent or can't be read. */
  readonly meta: MissionMeta | null
  readonly manifestVersion: ManifestVersion | null
}): Either.Either<Namespace, NamespaceIncomplete> => {
  const { manifestVersion, meta, project_uuid, slug } = input
  const branch = meta?.target_branch
  const type = meta?.mission_type
  if (!isSaid(branch) || !isSaid(type)) {
    return Either.left(new NamespaceIncomplete({ file: `kitty-specs/${slug}/meta.json`, fields: missingFields(meta) }))
  }
  return Either.right(
    new Namespace({
      project_uuid,
      mission_slug: slug,
      target_branch: TargetBranch.make(branch),
      mission_type: MissionType.make(type),
      manifest_version: manifestVersion ?? ManifestVersion.make("1")
    })
  )
}
