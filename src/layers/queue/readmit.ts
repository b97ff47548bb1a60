import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ContractViolations } from "../../domain/contract/ContractViolations.js"
import type { GatedBody, GatedEvent } from "../../domain/contract/Gated.js"
import { DeliveryInput } from "../../domain/sync/deliveryState.js"
import { rebuildBody } from "../../domain/sync/rebuildItem.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { ContractGate } from "../../services/ContractGate.js"

/** What a queue keeps of an item, whatever it is kept in. Nothing of it is trusted. */
export interface StoredItem {
  readonly namespaceKey: string | null
  readonly subject: string
  readonly eventId: string | null
  readonly contentHash: string | null
  /** Null where the text is gone. */
  readonly text: string | null
  /** Why it can't be sent, where it was brought over from another queue as it was; absent or null for anything else. */
  readonly refusedCode?: string | null
  readonly refusedReason?: string | null
}

/** Why a row can't be sent: what moves it to quarantine. */
const unusable = (reasonCode: string, reason: string) => DeliveryInput.Quarantine({ reasonCode, reason })
type Unusable = ReturnType<typeof unusable>

/** What was brought over as it was goes back to quarantine for the reason that it came with. */
const refusedBefore = ({ refusedCode, refusedReason }: StoredItem): Effect.Effect<void, Unusable> =>
  (refusedCode ?? null) === null ? Effect.void : Effect.fail(unusable(refusedCode ?? "", refusedReason ?? ""))

const refused = (violations: ContractViolations) => unusable("contract", violations.why)

/**
 * Brings stored items back through the gate, which so runs on the exact bytes at enqueue and again at send (G-C1).
 * Fails with the transition that puts the row into quarantine.
 */
export const makeReadmit = Effect.gen(function*() {
  const gate = yield* ContractGate
  const hasher = yield* ContentHasher

  const judgeEvent = (stored: StoredItem): Effect.Effect<GatedEvent, Unusable> =>
    stored.text === null
      ? Effect.fail(unusable("undecodable_row", "the row has no text"))
      : gate.eventText(stored.text).pipe(
        Effect.mapError(refused),
        Effect.filterOrFail(
          ({ value }) => value.event_id === stored.eventId,
          () => unusable("undecodable_row", "the row and its text name different events")
        )
      )

  const judgeBody = (stored: StoredItem): Effect.Effect<GatedBody, Unusable> => {
    const { text } = stored
    if (text === null) return Effect.fail(unusable("undecodable_row", "the row has no content"))
    const request = rebuildBody({ ...stored, text })
    if (Option.isNone(request)) return Effect.fail(unusable("undecodable_row", "the row makes no body upload"))
    return hasher.hash(text) === request.value.content_hash
      ? Effect.mapError(gate.body(request.value), refused)
      : Effect.fail(unusable("hash_mismatch", "the stored content does not have its hash any more"))
  }
  return {
    event: (stored: StoredItem) => Effect.zipRight(refusedBefore(stored), judgeEvent(stored)),
    body: (stored: StoredItem) => Effect.zipRight(refusedBefore(stored), judgeBody(stored))
  }
})
