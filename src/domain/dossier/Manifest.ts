import * as Schema from "effect/Schema"
import { ManifestVersion, MissionType } from "../identity/Namespace.js"
import { ArtifactClass, ArtifactKey } from "./Artifact.js"
import { manifestFaults } from "./manifestFaults.js"
import { compilePathPattern } from "./pathPattern.js"

/** A pattern on mission-relative file paths (`pathPattern.ts`). It stays inside the mission and names files. */
const PathPatternText = Schema.NonEmptyString.pipe(
  Schema.filter(
    (pattern) =>
      (!pattern.includes("\\") && !pattern.includes("\u0000") &&
        pattern.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..")) ||
      "must be a relative pattern inside the mission, with / between segments, that names files"
  )
)

/** One artifact that a manifest expects. */
export class ExpectedArtifact extends Schema.Class<ExpectedArtifact>("spec-kitty/ExpectedArtifact")({
  artifact_key: ArtifactKey,
  artifact_class: ArtifactClass,
  path_pattern: PathPatternText,
  /** Whether its absence makes the mission incomplete. */
  blocking: Schema.optionalWith(Schema.Boolean, { exact: true, default: () => false })
}) {
  readonly #pattern = compilePathPattern(this.path_pattern)

  /** True where the pattern names exactly one path. */
  get isLiteral(): boolean {
    return this.#pattern.isLiteral
  }
  /** Whether the pattern accepts a path relative to the mission. */
  matches(path: string): boolean {
    return this.#pattern.matches(path)
  }
}

const expectedArtifacts = Schema.optionalWith(Schema.Array(ExpectedArtifact), { exact: true, default: () => [] })

/** Name of a step: it is a key of `required_by_step` and a state of `mission.yaml`. */
export const StepName = Schema.String.pipe(Schema.pattern(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, {
  identifier: "StepName",
  description: "letters, digits, dot, _ and -, starting with a letter or digit"
}))

/** An expected artifact and where its manifest names it. */
export interface ManifestEntry {
  readonly artifact: ExpectedArtifact
  readonly group: "required_always" | "required_by_step" | "optional_always"
  /** Null outside `required_by_step`. */
  readonly step: string | null
  /** Place in the file: `required_by_step.plan[0]`. */
  readonly pointer: string
}

/**
 * `expected-artifacts.yaml` of a mission type (042 ExpectedArtifactManifest). Decoding refuses keys that could make two
 * artifacts share one (`manifestFaults`).
 */
export class Manifest extends Schema.Class<Manifest>("spec-kitty/Manifest")(
  Schema.Struct({
    schema_version: Schema.String.pipe(Schema.pattern(/^1\.\d+$/, { description: `"1.0" or a later "1.x"` })),
    mission_type: MissionType,
    manifest_version: ManifestVersion,
    required_always: expectedArtifacts,
    required_by_step: Schema.optionalWith(
      Schema.Record({ key: StepName, value: Schema.Array(ExpectedArtifact) }),
      { exact: true, default: () => ({}) }
    ),
    optional_always: expectedArtifacts
  }).pipe(Schema.filter(manifestFaults))
) {
  /** Every expected artifact in the order in which patterns are tried: always, by step, optional. */
  readonly entries: ReadonlyArray<ManifestEntry> = entriesOf(this)

  /** The first entry whose pattern accepts the path. */
  entryOf(path: string): ManifestEntry | undefined {
    return this.entries.find(({ artifact }) => artifact.matches(path))
  }
}

const entriesOf = (manifest: {
  readonly required_always: ReadonlyArray<ExpectedArtifact>
  readonly required_by_step: { readonly [step: string]: ReadonlyArray<ExpectedArtifact> }
  readonly optional_always: ReadonlyArray<ExpectedArtifact>
}): ReadonlyArray<ManifestEntry> => {
  const always = (group: "required_always" | "optional_always") =>
    manifest[group].map((artifact, index): ManifestEntry => ({ artifact, group, step: null, pointer: `${group}[${index}]` }))
  return [
    ...always("required_always"),
    ...Object.entries(manifest.required_by_step).flatMap(([step, artifacts]) =>
      artifacts.map((artifact, index): ManifestEntry => ({
        artifact,
        group: "required_by_step",
        step,
        pointer: `required_by_step.${step}[${index}]`
      }))
    ),
    ...always("optional_always")
  ]
}
