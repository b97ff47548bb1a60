import * as Schema from "effect/Schema"
import { ContentHash } from "../dossier/Artifact.js"
import { Instant } from "../text.js"

/** What became of one artifact's body (047 FR-012). `uploaded` and `already_exists` are said on a receipt alone. */
export const UploadOutcome = Schema.Struct({
  artifact_path: Schema.String,
  outcome: Schema.Literal("uploaded", "already_exists", "queued", "skipped", "failed"),
  /** Null for what is delivered. */
  reason_code: Schema.NullOr(Schema.String),
  /** For people, in every case. */
  reason: Schema.NonEmptyString,
  /** The hash the receiver acknowledged, or the one that is queued; null where the file could not be hashed. */
  content_hash: Schema.NullOr(ContentHash),
  retry_count: Schema.NonNegativeInt,
  next_attempt_at: Schema.NullOr(Instant),
  /** When the receiver acknowledged this hash; null while it has not. */
  acknowledged_at: Schema.NullOr(Instant)
})
export type UploadOutcome = typeof UploadOutcome.Type
