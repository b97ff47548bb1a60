import * as Schema from "effect/Schema"

/** Why a body stays here, the first that applies in this order. */
export const SkipReason = Schema.Literal(
  "unsupported_surface", "unsupported_format", "deleted_after_scan", "unreadable", "invalid_format", "unstable",
  "oversized", "empty_body", "queue_full", "contract"
)
export type SkipReason = typeof SkipReason.Type

/** Whether an artifact's body is uploaded, with a reason for people either way. `reason_code` is null for an upload. */
export const UploadDecision = Schema.Union(
  Schema.Struct({ decision: Schema.Literal("upload"), reason_code: Schema.Null, reason: Schema.String }),
  Schema.Struct({ decision: Schema.Literal("skip"), reason_code: SkipReason, reason: Schema.String })
)
export type UploadDecision = typeof UploadDecision.Type
