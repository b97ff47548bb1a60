import * as Schema from "effect/Schema"
import { ContentHash } from "../dossier/Artifact.js"
import { Instant } from "../text.js"

/**
 * Where the body of an artifact is: with the receiver (`uploaded`, `already_exists`), on its way (`queued`), refused for
 * good (`failed`), to stay here (`skipped`), for the next sync to send (`not_sent`); or there is no file (`absent`).
 * Always of the version that is on disk.
 */
export const UploadStateName = Schema.Literal(
  "uploaded", "already_exists", "queued", "failed", "skipped", "not_sent", "absent"
)
export type UploadStateName = typeof UploadStateName.Type

/** What is known of an artifact's body, from the upload decision, the queue and the receipts. */
export const UploadState = Schema.Struct({
  state: UploadStateName,
  /** Null for what is delivered or for the next sync to send. */
  reason_code: Schema.NullOr(Schema.String),
  /** For people, the server's words among them. */
  reason: Schema.NonEmptyString,
  /** The version that the receiver acknowledged last; null where it acknowledged none. */
  received_hash: Schema.NullOr(ContentHash),
  /** When it did. */
  received_at: Schema.NullOr(Instant),
  /** Whether that version is the one on disk; null where the receiver acknowledged none, or nothing is on disk. */
  received_is_current: Schema.NullOr(Schema.Boolean),
  /** Of the queued version that is on disk. */
  retry_count: Schema.NonNegativeInt,
  next_attempt_at: Schema.NullOr(Instant)
})
export type UploadState = typeof UploadState.Type
