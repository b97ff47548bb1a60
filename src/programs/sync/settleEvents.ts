import * as Effect from "effect/Effect"
import type { EventClaim } from "../../domain/sync/Claim.js"
import { Settlement } from "../../domain/sync/Settlement.js"
import { namespaceKeyOf } from "../../domain/sync/supersedeKey.js"
import { DeliveryQueue } from "../../services/DeliveryQueue.js"
import type { EventResult } from "../../services/EventTransport.js"
import { logEvent, logRejected, type Pass } from "./pass.js"
import { retryLater } from "./retryLater.js"

export type Batch = ReadonlyArray<EventClaim>

/** What the server's word on one event means for its row. */
export const settlementOf = Effect.fn("settlementOf")(function*(pass: Pass, claim: EventClaim, result: EventResult) {
  const event = claim.event.value
  const namespaceKey = namespaceKeyOf(event) ?? ""
  switch (result._tag) {
    case "Accepted":
      yield* logEvent(pass, namespaceKey, result.status === "success" ? "sent" : "duplicate")
      return Settlement.Delivered({ status: result.status })
    case "Refused": {
      const refusal = { reasonCode: result.category, reason: result.reason }
      yield* logEvent(pass, namespaceKey, "rejected")
      yield* logRejected(pass, { subject: `${event.event_type} ${event.event_id}`, ...refusal })
      return Settlement.Rejected(refusal)
    }
    case "Undecided":
      return yield* retryLater(claim, "undecided", result.reason, null)
  }
})

/** Settles a batch in one transaction. */
export const settleAll = Effect.fn("settleAll")(function*(
  batch: Batch,
  settlementFor: (claim: EventClaim) => Effect.Effect<Settlement>
) {
  const answers = yield* Effect.forEach(batch, (claim) =>
    Effect.map(settlementFor(claim), (settlement) => [claim, settlement] as const))
  yield* (yield* DeliveryQueue).settle(answers)
})

/** Gives the attempts back: it was nobody's fault of these events. */
export const release = (batch: Batch, reasonCode: string, reason: string) =>
  settleAll(batch, () => Effect.succeed(Settlement.Released({ reasonCode, reason, postpone: null })))
