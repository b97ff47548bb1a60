import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { DeliveryQueue } from "../../services/DeliveryQueue.js"
import { QueueOpening } from "../../services/QueueOpening.js"
import { makeClaimBodies, makeClaimEvents, makeEnqueue, makeSettle } from "./queue/operations.js"
import * as Store from "./queue/store.js"
import * as LamportClock from "./LamportClock.js"
import * as QueueAudit from "./QueueAudit.js"
import * as QueueContents from "./QueueContents.js"
import * as QueueControl from "./QueueControl.js"
import * as QueueItems from "./QueueItems.js"
import * as QueueView from "./QueueView.js"

const make = Effect.gen(function*() {
  return DeliveryQueue.of({
    enqueue: yield* makeEnqueue,
    claimEvents: yield* makeClaimEvents,
    claimBodies: yield* makeClaimBodies,
    settle: yield* makeSettle
  })
})

const opening = Layer.succeed(QueueOpening, { path: ":memory:", recovered: Option.none() })

/** The queue without a disk, with all that looks at it and its clock. Same laws, gone with the process. */
export const layer = Layer.mergeAll(
  Layer.effect(DeliveryQueue, make),
  QueueAudit.layer,
  QueueContents.layer,
  QueueControl.layer,
  QueueItems.layer,
  QueueView.layer,
  LamportClock.layer,
  opening
).pipe(Layer.provide(Store.layer))
