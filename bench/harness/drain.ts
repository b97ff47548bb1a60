import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { Settlement } from "../../src/domain/sync/Settlement.js"
import { DeliveryQueue } from "../../src/services/DeliveryQueue.js"

export const batch = 64
export const request = { limit: batch, maxBytes: 16 * 1024 * 1024, owner: "bench", lease: Duration.minutes(2) }

/** Claims and settles so many batches; returns what the claims took, in milliseconds, and what all of it did. */
export const drain = (batches: number) =>
  Effect.gen(function*() {
    const queue = yield* DeliveryQueue
    const claimMs: Array<number> = []
    const start = performance.now()
    for (let turn = 0; turn < batches; turn++) {
      const before = performance.now()
      const claims = yield* queue.claimBodies(request)
      claimMs.push(performance.now() - before)
      if (claims.length !== batch) throw new Error(`a claim gave ${claims.length}`)
      yield* queue.settle(claims.map((claim) => [claim, Settlement.Delivered({ status: "uploaded" })] as const))
    }
    return { claimMs, ms: performance.now() - start }
  })
