import * as Schema from "effect/Schema"
import { CompletenessStatus } from "../dossier/MissionDossier.js"
import { Instant } from "../text.js"
import { CheckRequirement } from "./CheckRequirement.js"
import { Finding } from "./Finding.js"

const Count = Schema.NonNegativeInt

/**
 * How one requirement came out. `nothing_to_check`: there was nothing that it could have held or broken.
 * `not_checked`: the mission could not be read, which another finding says.
 */
export const Verdict = Schema.Literal("passed", "failed", "nothing_to_check", "not_checked")
export type Verdict = typeof Verdict.Type

/** A requirement and what its verdict rests on: no pass without what was looked at (G-H1). */
export const CheckedRequirement = Schema.Struct({
  requirement: CheckRequirement,
  verdict: Verdict,
  /** Artifacts required at the mission's step (complete), payloads (clean-contract) or bodies (delivered) that were looked at. */
  checked: Count,
  /** How many of them are present, passed the gate, or are acknowledged. */
  satisfied: Count,
  /** When the newest of the receipts came that delivery rests on; null for the other requirements. */
  last_receipt_at: Schema.NullOr(Instant),
  /** The same in words: `14 of 14 required artifacts present`. */
  evidence: Schema.NonEmptyString,
  errors: Count,
  warnings: Count,
  notes: Count
})
export type CheckedRequirement = typeof CheckedRequirement.Type

/** One mission that was checked, also where it could not be read. */
export const CheckedMission = Schema.Struct({
  mission_slug: Schema.String,
  /** Null where it is not known. */
  mission_type: Schema.NullOr(Schema.String),
  step: Schema.NullOr(Schema.String),
  /** Null where the mission could not be read. */
  completeness_status: Schema.NullOr(CompletenessStatus),
  /** Files that were read and indexed. */
  files: Count,
  requirements: Schema.Array(CheckedRequirement)
})
export type CheckedMission = typeof CheckedMission.Type

/** `data` of `check --json` (`check@1`). */
export class CheckReport extends Schema.Class<CheckReport>("spec-kitty/check/CheckReport")({
  /** False exactly where the exit code is 3. */
  passed: Schema.Boolean,
  strict: Schema.Boolean,
  /** What there was nothing of: `missions`, or a requirement that no mission had anything for. */
  nothing_matched: Schema.Array(Schema.Union(Schema.Literal("missions"), CheckRequirement)),
  /** What was asked for, over all missions. */
  requirements: Schema.Array(CheckedRequirement),
  missions: Schema.Array(CheckedMission),
  /** By path, line and column. */
  findings: Schema.Array(Finding),
  checked_at: Instant
}) {}
