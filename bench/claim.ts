import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { DeliveryQueue } from "../src/services/DeliveryQueue.js"
import type { Bench } from "./harness/Bench.js"
import { bundled } from "./harness/bundled.js"
import { batch, drain, request } from "./harness/drain.js"
import { interleaved, peakMegabytes, type Timed } from "./harness/measure.js"
import { fillElsewhere, onQueue } from "./harness/queue.js"

const many = 100_000
const few = 1000
const batches = 15
/** Laps of the program whose memory is measured: enough for its heap to have grown and been collected. */
const lapsForMemory = 10

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
    // So that 100,000 are left before the last lap too.
    await fillElsewhere(large, many + (rounds + lapsForMemory) * batch * batches, "free")
    await fillElsewhere(held, many, "held")
    const claimMs: Array<number> = []
    const ofMany: Timed = async () => {
      const lap = await onQueue(large, drain(batches))
      claimMs.push(...lap.claimMs)
      return lap.ms
    }
    const ofFew: Timed = async () => {
      await fillElsewhere(small, few, "free")
      const { ms } = await onQueue(small, drain(batches))
      fs.rmSync(small, { recursive: true, force: true })
      return ms
    }
    const times = await interleaved({ rounds }, ofMany, ofFew)
    const program = [await bundled("drainQueue"), large, String(lapsForMemory * batches)]
    const memory = await peakMegabytes({ command: process.execPath, args: program })
    const nothing = await onQueue(held, findNothing)
    return {
      ...times,
      limits: [{ what: "peak memory", value: memory, max: 200, unit: "MB" }],
      also: [
        `a claim of 64 takes ${rounded(quantile(claimMs.slice(batches), 0.5))} ms at 100,000 queued ` +
        `(p99 ${rounded(quantile(claimMs.slice(batches), 0.99))} ms; 20 are asked for), and where all 100,000 wait ` +
        `for their events ${rounded(quantile(nothing, 0.5))} ms (p99 ${rounded(quantile(nothing, 0.99))} ms)`
      ]
    }
  }
}
