import { describe, expect } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import { LamportClock } from "../../services/LamportClock.js"
import { aBody, aNamespace, history, indexed, missing } from "../fixtures/queueItems.js"
import { claimBodies, claimEvents, counts, delivered, enqueue, eventIds, ids, later, rejected, released, settle, type Law } from "./steps.js"

/** Law 8 and the bounds: batches, capacity, order between the two kinds. */
export const boundingLaws = (law: Law): void => {
  describe("law 8: a claim costs its batch", () => {
    law("B-20 claims keep to their count and their bytes; one larger item is given alone", Effect.gen(function*() {
      yield* enqueue(history(1, "x".repeat(100)), history(2, "x".repeat(9000)), history(3), history(4))
      expect(eventIds(yield* claimEvents({ limit: 1 }))).toEqual(ids(1))
      expect(eventIds(yield* claimEvents({ maxBytes: 5000 }))).toEqual(ids(2))
      const one = history(3)
      const bytes = one._tag === "Event" ? one.event.json.length : 0
      expect(eventIds(yield* claimEvents({ maxBytes: bytes * 2 - 1 }))).toEqual(ids(3))
      expect(eventIds(yield* claimEvents({ maxBytes: bytes }))).toEqual(ids(4))
      expect(yield* claimEvents({ limit: 0 })).toEqual([])
    }))

    law("G-R1 B-20 the queue is bounded by count; a scan enters whole or not at all", Effect.gen(function*() {
      yield* enqueue(aBody("1.md", "1"), aBody("2.md", "2"))
      const full = yield* Effect.either(enqueue(aBody("3.md", "3"), aBody("4.md", "4"), history(1)))
      expect(Either.getLeft(full)).toMatchObject(
        Option.some({ _tag: "QueueFull", limit: "bodies", queued: 2, adding: 2, capacity: 3 })
      )
      expect((yield* counts).bodies.captured).toBe(2)
      expect((yield* counts).events.captured).toBe(0)
      yield* enqueue(aBody("3.md", "3"))
      yield* enqueue(aBody("3.md", "replaced, so no more than before"))
      expect(Either.isLeft(yield* Effect.either(enqueue(...[1, 2, 3, 4].map((n) => history(n)))))).toBe(true)
    }), { queueMaxItems: 3 })

    law("G-R1 the queue is bounded by bytes, equal contents counted once, and nothing is evicted", Effect.gen(function*() {
      yield* enqueue(aBody("1.md", "x".repeat(60)), aBody("2.md", "x".repeat(60)))
      const full = yield* Effect.either(enqueue(aBody("3.md", "y".repeat(41))))
      expect(Either.getLeft(full)).toMatchObject(
        Option.some({ _tag: "QueueFull", limit: "bytes", queued: 60, adding: 41, capacity: 100 })
      )
      yield* enqueue(aBody("3.md", "y".repeat(40)))
      expect(eventIds(yield* claimBodies())).toEqual(["1.md", "2.md", "3.md"])
    }), { queueMaxBytes: 100 })

    law("G-D5 B-12 a body waits while its Indexed event is queued; other bodies go", Effect.gen(function*() {
      yield* enqueue(indexed(1, "spec.md"), aBody("spec.md", "one"), aBody("plan.md", "two"))
      yield* enqueue(aBody("spec.md", "three", aNamespace({ target_branch: "2.x" })))
      const [plan, other] = yield* claimBodies()
      expect([plan?.body.value.artifact_path, other?.body.value.target_branch]).toEqual(["plan.md", "2.x"])
      const event = yield* claimEvents()
      expect(yield* claimBodies()).toEqual([])
      yield* settle(event, delivered)
      const [spec] = yield* claimBodies()
      expect(spec?.body.value.artifact_path).toBe("spec.md")
      if (spec !== undefined) yield* settle([spec], later("1 second"))
      yield* enqueue(history(2))
      expect(yield* claimEvents()).toHaveLength(1)
      yield* TestClock.adjust("1 second")
      expect(eventIds(yield* claimBodies())).toEqual(["spec.md"])
    }))

    law("G-D5 B-12 G-R3 whatever becomes of the Indexed event, its body waits exactly as long as it is queued", Effect.gen(function*() {
      const [spec, other] = [aBody("spec.md", "one"), aBody("spec.md", "two", aNamespace({ target_branch: "2.x" }))]
      const waiting = Effect.gen(function*() {
        const claims = yield* claimBodies()
        yield* settle(claims, released)
        return 2 - claims.length
      })
      yield* enqueue(spec, other, indexed(1, "spec.md"))
      expect(yield* waiting).toBe(1)
      yield* enqueue(indexed(2, "spec.md"))
      expect(yield* waiting).toBe(1)
      yield* enqueue(missing(3, "spec.md"))
      expect(yield* waiting).toBe(0)
      yield* enqueue(indexed(4, "spec.md"))
      expect(yield* waiting).toBe(1)
      const leased = yield* claimEvents()
      expect(yield* waiting).toBe(1)
      yield* settle(leased, later("1 second"))
      expect(yield* waiting).toBe(1)
      yield* TestClock.adjust("1 second")
      yield* settle(yield* claimEvents(), rejected)
      expect(yield* waiting).toBe(0)
      yield* enqueue(indexed(5, "spec.md"), aBody("spec.md", "three"))
      expect(yield* waiting).toBe(1)
      yield* enqueue(aBody("spec.md", "four"))
      expect(yield* waiting).toBe(1)
      yield* settle(yield* claimEvents(), delivered)
      expect(yield* waiting).toBe(0)
    }))
  })

  law("G-R8 Lamport values are handed out once", Effect.gen(function*() {
    const { reserve } = yield* LamportClock
    const first = yield* reserve(3)
    expect(first).toBeGreaterThan(0)
    expect(yield* reserve(1)).toBe(first + 3)
    const drawn = yield* Effect.all(Array.from({ length: 20 }, () => reserve(2)), { concurrency: "unbounded" })
    expect(new Set(drawn).size).toBe(20)
  }))
}
