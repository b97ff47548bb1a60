import * as Schema from "effect/Schema"

/** The receiver has not materialised the index entry of this path yet (404 `index_entry_not_found`). Retried. */
export class IndexEntryNotFound extends Schema.TaggedError<IndexEntryNotFound>()("IndexEntryNotFound", {
  reason: Schema.String
}) {}

/** The receiver has not seen an event of this namespace yet (404 `namespace_not_found`). Retried. */
export class NamespaceNotFound extends Schema.TaggedError<NamespaceNotFound>()("NamespaceNotFound", {
  reason: Schema.String
}) {}

/** This request did not get an answer that counts; another may. Retried by `RetryPolicy`. */
export class Unavailable extends Schema.TaggedError<Unavailable>()("Unavailable", {
  /** `rate_limited`, `server_error`, `timeout`, `connection_lost`, `uncorrelated_response`, `accepted_pending`, … */
  reasonCode: Schema.String,
  reason: Schema.String,
  /** Milliseconds from Retry-After or `retry_after`, clamped to 24 h; null where the server named none. */
  retryAfterMs: Schema.NullOr(Schema.NonNegativeInt)
}) {}

/** The receiver refused this body for good. Its text is quoted whole, field errors included. */
export class UploadRejected extends Schema.TaggedError<UploadRejected>()("UploadRejected", {
  reasonCode: Schema.String,
  reason: Schema.String
}) {}

/** 403 on a body. `namesItem`: the answer names this item, so it is about the item and not about the whole target. */
export class Forbidden extends Schema.TaggedError<Forbidden>()("Forbidden", {
  reason: Schema.String,
  namesItem: Schema.Boolean
}) {}

/** The batch as a whole was refused; the caller halves it. `too_large`: 413. `unexplained`: 400 without details. */
export class BatchFailure extends Schema.TaggedError<BatchFailure>()("BatchFailure", {
  kind: Schema.Literal("too_large", "unexplained", "rejected"),
  reason: Schema.String,
  category: Schema.String
}) {}

/** Something is wrong with the server or our access to it, not with an item: the pass stops, no attempt is burned. */
export class TargetFault extends Schema.TaggedError<TargetFault>()("TargetFault", {
  /** `not_renewed`: the server could not give us another access token now; another time it may. */
  kind: Schema.Literal("offline", "sign_in", "not_renewed", "forbidden", "redirect", "wrong_server", "protocol", "timeout"),
  reason: Schema.String,
  /** Of `sign_in`: what the server does not take: the access token, the refresh token or the one of `SPEC_KITTY_TOKEN`. */
  refused: Schema.optionalWith(Schema.Literal("access", "refresh", "environment"), { default: () => "access" })
}) {
  /** It may be over when it is tried again, without a person doing anything. */
  get mayPass(): boolean {
    return this.kind === "offline" || this.kind === "timeout" || this.kind === "not_renewed"
  }
}
