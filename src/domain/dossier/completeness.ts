import type { ArtifactRef } from "./Artifact.js"
import type { Manifest } from "./Manifest.js"
import type { ArtifactCounts, CompletenessStatus } from "./MissionDossier.js"
import { answers, type Expectation, type Requirement, requiredAt } from "./requirement.js"

/** A dossier's artifacts, ghosts included, to be judged at a step; null asks for what any step requires. */
export interface Judged {
  readonly artifacts: ReadonlyArray<ArtifactRef>
  readonly manifest: Manifest | null
  readonly step: string | null
}

/** Required, present or missing, as of the step; optional is the rest (042 snapshot). */
export const countsAt = ({ artifacts, manifest, step }: Judged): ArtifactCounts =>
  countsFor(artifacts, requiredAt(manifest, step))

/** The same for requirements at hand, such as those that a snapshot's file carries. */
export const countsFor = (
  artifacts: ReadonlyArray<ArtifactRef>,
  requirements: ReadonlyArray<Expectation>
): ArtifactCounts => {
  const required = artifacts.filter((artifact) => requirements.some((requirement) => answers(artifact, requirement)))
  const present = artifacts.filter((artifact) => artifact.is_present).length
  const requiredPresent = required.filter((artifact) => artifact.is_present).length
  return {
    total: artifacts.length,
    required: required.length,
    required_present: requiredPresent,
    required_missing: required.length - requiredPresent,
    optional: artifacts.length - required.length,
    optional_present: present - requiredPresent
  }
}

/**
 * `unknown` only without a manifest; `incomplete` where an artifact that is required and blocking at the step is absent
 * or can't be read; else `complete`, also where nothing is required (042 C17).
 */
export const completenessAt = ({ artifacts, manifest, step }: Judged): CompletenessStatus =>
  completenessFor(artifacts, manifest === null ? null : requiredAt(manifest, step))

/** The same for requirements at hand; null where the mission type has no manifest. */
export const completenessFor = (
  artifacts: ReadonlyArray<ArtifactRef>,
  requirements: ReadonlyArray<Pick<Requirement, "artifact" | "blocking">> | null
): CompletenessStatus => {
  if (requirements === null) return "unknown"
  const blocking = requirements.filter((requirement) => requirement.blocking)
  const absent = artifacts.filter((artifact) => !artifact.is_present)
  return absent.some((artifact) => blocking.some((requirement) => answers(artifact, requirement)))
    ? "incomplete"
    : "complete"
}

/** Whether every blocking artifact that this very step asks for has a present file: what leaving the step takes. */
export const blockingPresent = (
  manifest: Manifest | null,
  paths: Iterable<string>,
  step: string
): boolean => {
  const all = [...paths]
  return requiredAt(manifest, step).every(({ artifact, blocking }) =>
    !blocking || all.some((path) => artifact.matches(path))
  )
}
