// `fillQueue.ts HOME COUNT free|held`: queues bodies; see `fillElsewhere`. Those that wait for an event are small.
import * as Effect from "effect/Effect"
import { DeliveryQueue } from "../../src/services/DeliveryQueue.js"
import { indexed } from "../../src/laws/fixtures/queueItems.js"
import { bodyOf, namespaceOf, onQueue, pathOf } from "./queue.js"

const [home = "", count = "0", kind = "free"] = process.argv.slice(2)
const perCall = 2000

await onQueue(home, Effect.gen(function*() {
  const queue = yield* DeliveryQueue
  for (let first = 0; first < Number(count); first += perCall) {
    const numbers = Array.from({ length: Math.min(perCall, Number(count) - first) }, (_, index) => first + index)
    yield* queue.enqueue(
      kind === "held"
        ? numbers.flatMap((n) => [indexed(n, pathOf(n), namespaceOf(n)), bodyOf(n, 100)])
        : numbers.map((n) => bodyOf(n))
    )
  }
}))
