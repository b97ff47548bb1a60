import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { DeliveryQueue } from "spec-kitty-effect"

/** The queue below, with a line about what each `enqueue` took in. All its laws hold on: see test/layers.test.ts. */
export const layer = Layer.effect(
  DeliveryQueue,
  Effect.map(DeliveryQueue, (queue) => ({
    ...queue,
    enqueue: (items) =>
      Effect.tap(queue.enqueue(items), ({ captured, unchanged }) =>
        Console.log(`queue: ${captured} taken in, ${unchanged} already there`))
  }))
)
