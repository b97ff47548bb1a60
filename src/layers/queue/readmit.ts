import * as Effect from "effect/Effect"
import { DeliveryInput } from "../../domain/sync/deliveryState.js"
import type { Unusable } from "../../domain/sync/Unusable.js"
import { makeJudgeStored, type StoredItem } from "./judgeStored.js"

const quarantine = ({ reason, reasonCode }: Unusable) => DeliveryInput.Quarantine({ reasonCode, reason })

/** Brings stored items back through the gate. Fails with the transition that puts the row into quarantine. */
export const makeReadmit = Effect.map(makeJudgeStored, (judge) => ({
  event: (stored: StoredItem) => Effect.mapError(judge.event(stored), quarantine),
  body: (stored: StoredItem) => Effect.mapError(judge.body(stored), quarantine)
}))
