import * as Data from "effect/Data"
import type * as Duration from "effect/Duration"

/** The server's word that it has the item. `success` and `duplicate` are for events, the others for bodies. */
export type DeliveryStatus = "success" | "duplicate" | "uploaded" | "already_exists"

/**
 * How an attempt ended.
 * - `Delivered`: the server acknowledged this very item; the row goes, a body leaves a receipt.
 * - `RetryLater`: due again after `delay`, and not before `notBefore` where the server asked for more.
 * - `Released`: nobody's fault of this item (sign-in, offline, interrupted): the attempt is given back.
 * - `Rejected`: refused for good; quarantined with the server's words.
 */
export type Settlement = Data.TaggedEnum<{
  Delivered: { readonly status: DeliveryStatus }
  RetryLater: {
    readonly reasonCode: string
    readonly reason: string
    readonly delay: Duration.Duration
    /** From Retry-After, already clamped to 24 h; null where the server named none. */
    readonly retryAfter: Duration.Duration | null
  }
  Released: {
    readonly reasonCode: string
    readonly reason: string
    /** Let the others go first for this long; null leaves the row due as it was. */
    readonly postpone: Duration.Duration | null
  }
  Rejected: { readonly reasonCode: string; readonly reason: string }
}>
export const Settlement = Data.taggedEnum<Settlement>()
