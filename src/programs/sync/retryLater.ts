import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Claim } from "../../domain/sync/Claim.js"
import { delayAfter } from "../../domain/sync/RetryPolicy.js"
import { Settlement } from "../../domain/sync/Settlement.js"

/** "Later", with the delay that `RetryPolicy` gives this attempt. */
export const retryLater = (claim: Claim, reasonCode: string, reason: string, retryAfterMs: number | null) =>
  Effect.map(delayAfter(claim.attempt), (delay) =>
    Settlement.RetryLater({
      reasonCode,
      reason,
      delay,
      retryAfter: retryAfterMs === null ? null : Duration.millis(retryAfterMs)
    }))
