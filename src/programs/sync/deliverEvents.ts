import * as Effect from "effect/Effect"
import { utf8Length } from "../../domain/sync/QueueEntry.js"
import { DeliveryQueue } from "../../services/DeliveryQueue.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"
import { Progress } from "../../services/Progress.js"
import { Settings } from "../../services/Settings.js"
import { claimLease } from "./claimLease.js"
import { isHalted, type Pass } from "./pass.js"
import { sendBatch } from "./sendBatch.js"
import { release } from "./settleEvents.js"

/** A request carries at most this many events and, before compression, this many bytes (039 T030.1). */
export const maxEventsPerBatch = 1000
export const maxBatchBytes = 512 * 1024
/** `{"events":[` and `]}` and the commas between. */
const batchOverheadBytes = 16 + maxEventsPerBatch
/** What one claim of events, and so one request, takes at most. */
export const batchLimits = { limit: maxEventsPerBatch, maxBytes: maxBatchBytes - batchOverheadBytes } as const

/** Sends every due event in Lamport order. A batch-level transient answer ends the phase, a target fault the pass. */
export const deliverEvents = Effect.fn("deliverEvents")(function*(pass: Pass) {
  const queue = yield* DeliveryQueue
  const progress = yield* Progress
  const { self } = yield* LeaseOwner
  const { http } = yield* Settings
  const request = {
    ...batchLimits,
    owner: self,
    lease: claimLease(http.totalTimeout)
  }
  let [done, bytes] = [0, 0]
  while (!(yield* isHalted(pass))) {
    const batch = yield* queue.claimEvents(request)
    if (batch.length === 0) return
    const goOn = yield* sendBatch(pass, batch).pipe(
      // A released row changes nothing where the attempt was settled before: its token is spent.
      Effect.onInterrupt(() => Effect.ignore(release(batch, "interrupted", "the command was interrupted")))
    )
    done += batch.length
    bytes += batch.reduce((sum, { event }) => sum + utf8Length(event.json), 0)
    yield* progress.step({ _tag: "Sending", kind: "events", done, total: Math.max(done, pass.total.events), bytes })
    if (!goOn) return
  }
})
