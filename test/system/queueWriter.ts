/** A process that queues rows one after the other and says, on descriptor 3, which are on disk. Killed by its test. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { layer } from "../../src/layers/sqlite/DeliveryQueue.js"
import { DeliveryQueue } from "../../src/services/DeliveryQueue.js"
import { aBody, history, project } from "../../src/laws/fixtures/queueItems.js"
import { everything, worldAt } from "../../src/laws/fixtures/queueWorld.js"

const [home = "", first = "0", count = "1", delivers = "no"] = process.argv.slice(2)

const write = Effect.gen(function*() {
  const queue = yield* DeliveryQueue
  for (let n = Number(first); n < Number(first) + Number(count); n++) {
    yield* queue.enqueue([history(n), aBody(`research/${n}.md`, `${n} `.padEnd(2000, "words "))])
    // Claims that nobody answers: what a crash in the middle of a delivery leaves.
    if (delivers === "claims") yield* queue.claimBodies({ ...everything, limit: 1 })
  }
})

Effect.runPromise(
  Effect.provide(write, Layer.provide(layer(project), worldAt(home, { testAck: true })))
).catch((error: unknown) => {
  process.stderr.write(String(error))
  process.exitCode = 1
})
