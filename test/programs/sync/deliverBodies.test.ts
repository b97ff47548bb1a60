import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import * as DeliveryQueueMemory from "../../../src/layers/memory/DeliveryQueue.js"
import * as Progress from "../../../src/layers/memory/Progress.js"
import { deliverBodies } from "../../../src/programs/sync/deliverBodies.js"
import { startPass } from "../../../src/programs/sync/pass.js"
import { BodyTransport } from "../../../src/services/BodyTransport.js"
import { DeliveryQueue } from "../../../src/services/DeliveryQueue.js"
import { QueueView } from "../../../src/services/QueueView.js"
import { aBody } from "../../../src/laws/fixtures/queueItems.js"
import { world } from "../../../src/laws/fixtures/queueWorld.js"

/** A server that takes everything at once, but for `silent.md`, of which it never says a word. */
const transport = Layer.succeed(BodyTransport, {
  push: (_server, { body }) =>
    body.value.artifact_path === "silent.md" ? Effect.never : Effect.succeed("uploaded" as const)
})
const services = Layer.mergeAll(DeliveryQueueMemory.layer, Progress.layer, transport).pipe(Layer.provideMerge(world()))

const bodies = Effect.map(Effect.flatMap(QueueView, (view) => view.counts), (counts) => counts.bodies)

/** A pass over `n` bodies and one that gets no answer, under way. */
const underWay = (n: number) =>
  Effect.gen(function*() {
    const names = [...Array.from({ length: n }, (_, index) => `${index}.md`), "silent.md"]
    yield* (yield* DeliveryQueue).enqueue(names.map((name) => aBody(name, name)))
    const fiber = yield* Effect.fork(Effect.flatMap(startPass(ServerUrl.make("https://receiver.example")), deliverBodies))
    yield* TestClock.adjust("10 millis")
    return fiber
  })

describe("answers on their way into the queue", () => {
  it.effect("G-Q3 law 6: an interruption settles what was answered, and releases what was not", () =>
    Effect.gen(function*() {
      const fiber = yield* underWay(20)
      expect(yield* bodies).toMatchObject({ delivered: 1, leased: 20 })
      yield* Fiber.interrupt(fiber)
      expect(yield* bodies).toMatchObject({ captured: 21, delivered: 20, pending: 1, leased: 0 })
      const [again] = yield* (yield* DeliveryQueue).claimBodies({ limit: 9, maxBytes: 9e6, owner: "next", lease: Duration.minutes(1) })
      expect(again).toMatchObject({ attempt: 1, token: 2 })
    }).pipe(Effect.provide(services)))

  it.effect("G-R3 they are settled together, and none waits long for one that does not come", () =>
    Effect.gen(function*() {
      const fiber = yield* underWay(100)
      expect(yield* bodies).toMatchObject({ delivered: 65, leased: 36 })
      yield* TestClock.adjust("100 millis")
      expect(yield* bodies).toMatchObject({ delivered: 100, leased: 1 })
      yield* Fiber.interrupt(fiber)
    }).pipe(Effect.provide(services)))
})
