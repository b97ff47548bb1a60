import type { Instant } from "../text.js"
import { ArtifactRef, type MissingReason } from "./Artifact.js"
import type { Manifest } from "./Manifest.js"
import { type Requirement, requiredAt } from "./requirement.js"

export interface GhostInput {
  /** What was indexed, present or not. */
  readonly artifacts: ReadonlyArray<ArtifactRef>
  readonly manifest: Manifest | null
  readonly step: string | null
  readonly indexedAt: Instant
}

const unanswered = (artifacts: ReadonlyArray<ArtifactRef>, requirements: ReadonlyArray<Requirement>) =>
  requirements.filter(({ artifact }) => !artifacts.some(({ relative_path: path }) => artifact.matches(path)))

const ghost = (requirement: Requirement, reason: MissingReason, indexedAt: Instant): ArtifactRef => {
  const { artifact_class, artifact_key, path_pattern } = requirement.artifact
  return new ArtifactRef({
    artifact_key,
    artifact_class,
    relative_path: path_pattern,
    content_hash_sha256: "",
    size_bytes: 0,
    wp_id: null,
    step_id: requirement.askedBy === "required_always" ? null : requirement.askedBy,
    required_status: "required",
    provenance: null,
    is_present: false,
    error_reason: reason,
    indexed_at: indexedAt
  })
}

/**
 * One absent artifact for everything that is required at the step and that no file is. A file that is there but can't
 * be read stands for itself, so that no artifact is counted twice and no key is used twice.
 */
export const ghosts = (input: GhostInput): ReadonlyArray<ArtifactRef> =>
  unanswered(input.artifacts, requiredAt(input.manifest, input.step)).map((requirement) =>
    ghost(requirement, "not_found", input.indexedAt)
  )

/**
 * What only later steps ask for, in the manifest's order of steps, and no file is yet. For views that show what is to
 * come: it is not part of the dossier, counts nowhere and makes no event. Empty without a step.
 */
export const notProducedYet = (input: GhostInput): ReadonlyArray<ArtifactRef> => {
  const { artifacts, indexedAt, manifest, step } = input
  if (manifest === null || step === null) return []
  const steps = Object.keys(manifest.required_by_step)
  const now = new Set(requiredAt(manifest, step).map(({ artifact }) => artifact.artifact_key))
  const later = new Map(
    steps.slice(steps.indexOf(step) + 1)
      .flatMap((each) => requiredAt(manifest, each))
      .filter(({ artifact }) => !now.has(artifact.artifact_key))
      .map((requirement) => [requirement.artifact.artifact_key, requirement])
  )
  return unanswered(artifacts, [...later.values()]).map((requirement) => ghost(requirement, "not_produced_yet", indexedAt))
}
