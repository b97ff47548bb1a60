import * as Schema from "effect/Schema"
import { UploadState } from "../sync/UploadState.js"
import { ArtifactClass, ArtifactRef } from "./Artifact.js"
import { Anomaly, SkippedEntry } from "./MissionDossier.js"

/** Whether and why an artifact is required: at the step that the mission is at, and at others. */
export const RequirementAnswer = Schema.Struct({
  /** At the step of the answer; at any step where the mission's step is not known. */
  required: Schema.Boolean,
  /** Whether its absence makes the mission incomplete now. */
  blocking: Schema.Boolean,
  reason: Schema.NonEmptyString,
  /** The manifest's entries that ask for it, at whatever step. */
  asked_by: Schema.Array(Schema.Struct({
    /** Null for `required_always`. */
    step: Schema.NullOr(Schema.String),
    /** Place in the manifest, with its pattern: `required_by_step.plan[0] "plan.md"`. */
    entry: Schema.String,
    blocking: Schema.Boolean
  }))
})
export type RequirementAnswer = typeof RequirementAnswer.Type

/** Whether its body is uploaded, and every fact that this rests on; null facts are not known. */
export const UploadAnswer = Schema.Struct({
  decision: Schema.Literal("upload", "skip"),
  reason_code: Schema.NullOr(Schema.String),
  reason: Schema.String,
  surface: Schema.NullOr(Schema.String),
  format: Schema.NullOr(Schema.String),
  size_bytes: Schema.NullOr(Schema.NonNegativeInt),
  limit_bytes: Schema.NonNegativeInt,
  utf8: Schema.NullOr(Schema.Boolean)
})
export type UploadAnswer = typeof UploadAnswer.Type

/** `data` of `explain --json` (`explain@1`): one artifact, or one path that is none, and why. */
export class Explanation extends Schema.Class<Explanation>("spec-kitty/Explanation")({
  mission_slug: Schema.String,
  /** The step that the mission is at; null where it is not known. */
  step: Schema.NullOr(Schema.String),
  /**
   * `present`; `unusable`: there, but unreadable or not UTF-8; `missing`: required at the step and not there;
   * `upcoming`: a later step asks for it; `left_out`: in the mission's folder, and not indexed.
   */
  status: Schema.Literal("present", "unusable", "missing", "upcoming", "left_out"),
  /** Mission-relative; of what is not there, the manifest's pattern. */
  path: Schema.String,
  /** Null where it is left out. */
  artifact: Schema.NullOr(ArtifactRef),
  classified: Schema.NullOr(Schema.Struct({ artifact_class: ArtifactClass, rule: Schema.String })),
  requirement: Schema.NullOr(RequirementAnswer),
  /** Null where there is no file. */
  upload: Schema.NullOr(UploadAnswer),
  /** What became of its body; null where there is no file. */
  last: Schema.NullOr(UploadState),
  /** What keeps it out of the dossier; null for an artifact. */
  left_out: Schema.NullOr(SkippedEntry),
  /** What else a person should know of it. */
  anomalies: Schema.Array(Anomaly)
}) {}
