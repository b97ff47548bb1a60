import type { CheckRequirement } from "../../domain/check/CheckRequirement.js"
import type { MissionSelection } from "../../domain/mission/MissionSelection.js"

/** What is judged, and how severely. */
export interface CheckOptions {
  readonly selection: MissionSelection
  /** Never empty, each once. */
  readonly requirements: readonly [CheckRequirement, ...ReadonlyArray<CheckRequirement>]
  /** Warnings fail the check, and so does having nothing to check. */
  readonly strict: boolean
}
