import type { ArtifactRef } from "./Artifact.js"
import type { ExpectedArtifact, Manifest, ManifestEntry } from "./Manifest.js"

/** An artifact that the mission must hold at a step. */
export interface Requirement {
  readonly artifact: ExpectedArtifact
  /** `required_always`, or the step that asks for it. */
  readonly askedBy: string
  /** Whether its absence makes the mission incomplete. */
  readonly blocking: boolean
  /** Every entry of the manifest that asks for it here, in the manifest's order. */
  readonly entries: ReadonlyArray<ManifestEntry>
}

/** What an artifact can be held against: the expected one of a `Requirement`. */
export type Expectation = Pick<Requirement, "artifact">

/**
 * What is required at a step: `required_always` and the step's own; without a step, all of them. An artifact that
 * several steps ask for is there once, blocking if any of them says so.
 */
export const requiredAt = (manifest: Manifest | null, step: string | null): ReadonlyArray<Requirement> => {
  const requirements = new Map<string, Requirement>()
  for (const entry of manifest?.entries ?? []) {
    if (entry.group === "optional_always") continue
    if (entry.step !== null && step !== null && entry.step !== step) continue
    const { artifact } = entry
    const key = `${artifact.artifact_key} ${artifact.path_pattern}`
    const earlier = requirements.get(key)
    requirements.set(key, {
      artifact: earlier?.artifact ?? artifact,
      askedBy: earlier?.askedBy ?? entry.step ?? "required_always",
      blocking: artifact.blocking || earlier?.blocking === true,
      entries: [...earlier?.entries ?? [], entry]
    })
  }
  return [...requirements.values()]
}

/** Whether the manifest asks for the path at any step at all: the `required_status` of an artifact. */
export const requiredStatus = (manifest: Manifest | null, path: string): "required" | "optional" =>
  manifest?.entries.some(({ artifact, group }) => group !== "optional_always" && artifact.matches(path)) === true
    ? "required"
    : "optional"

/** The first step that asks for the path (042 KTD-6); null where none does. */
export const stepOf = (manifest: Manifest | null, path: string): string | null =>
  manifest?.entries.find(({ artifact, step }) => step !== null && artifact.matches(path))?.step ?? null

/** A required artifact that no file is: its path is the manifest's pattern. */
export const isGhost = (artifact: ArtifactRef): boolean =>
  artifact.error_reason === "not_found" || artifact.error_reason === "not_produced_yet"

/** Whether the artifact is, or stands in for, what the requirement asks for. */
export const answers = (artifact: ArtifactRef, { artifact: expected }: Expectation): boolean =>
  isGhost(artifact)
    ? artifact.artifact_key === expected.artifact_key
    : expected.matches(artifact.relative_path)
