import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { Settlement } from "../src/domain/sync/Settlement.js"
import { DeliveryQueue } from "../src/services/DeliveryQueue.js"
import type { Bench } from "./harness/Bench.js"
import { interleaved, type Timed } from "./harness/measure.js"
import { fillElsewhere, onQueue } from "./harness/queue.js"

const many = 100_000
const few = 1000
const batch = 64
const batches = 15
const request = { limit: batch, maxBytes: 16 * 1024 * 1024, owner: "bench", lease: Duration.minutes(2) }

/** Claims and settles 960 bodies; returns what the claims took, in milliseconds, and what all of it did. */
const drain = Effect.gen(function*() {
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

/** Claims of a queue in which every body waits for its event: they find nothing. */
const findNothing = Effect.gen(function*() {
  const queue = yield* DeliveryQueue
  const claimMs: Array<number> = []
  for (let turn = 0; turn < 50; turn++) {
    const before = performance.now()
    if ((yield* queue.claimBodies(request)).length > 0) throw new Error("a body did not wait for its event")
    claimMs.push(performance.now() - before)
  }
  return claimMs
})

const quantile = (values: ReadonlyArray<number>, share: number): number =>
  [...values].sort((one, other) => one - other)[Math.ceil(values.length * share) - 1] ?? Number.NaN
const rounded = (value: number): number => Math.round(value * 10) / 10

export const bench: Bench = {
  name: "claim",
  work: "claim and settle 960 bodies of 8 KB in batches of 64, of 100,000 queued",
  reference: "the same of 1,000 queued",
  reach: { max: 1.3 },
  rounds: 9,
  run: async ({ directory, rounds }) => {
    const [large, small, held] = [path.join(directory, "large"), path.join(directory, "small"), path.join(directory, "held")]
    // So that 100,000 are left before the last round too.
    await fillElsewhere(large, many + rounds * batch * batches, "free")
    await fillElsewhere(held, many, "held")
    const claimMs: Array<number> = []
    const ofMany: Timed = async () => {
      const lap = await onQueue(large, drain)
      claimMs.push(...lap.claimMs)
      return lap.ms
    }
    const ofFew: Timed = async () => {
      await fillElsewhere(small, few, "free")
      const { ms } = await onQueue(small, drain)
      fs.rmSync(small, { recursive: true, force: true })
      return ms
    }
    const times = await interleaved({ rounds }, ofMany, ofFew)
    const nothing = await onQueue(held, findNothing)
    return {
      ...times,
      limits: [
        { what: "claim p99", value: rounded(quantile(claimMs.slice(batches), 0.99)), max: 20, unit: "ms" },
        { what: "peak memory", value: Math.round(process.resourceUsage().maxRSS / 1024), max: 200, unit: "MB" }
      ],
      also: [
        `a claim of 64 takes ${rounded(quantile(claimMs.slice(batches), 0.5))} ms at 100,000 queued, and where all 100,000 wait ` +
        `for their events ${rounded(quantile(nothing, 0.5))} ms (p99 ${rounded(quantile(nothing, 0.99))} ms)`
      ]
    }
  }
}
