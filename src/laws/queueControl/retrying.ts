import { describe, expect } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import { aBody, history } from "../fixtures/queueItems.js"
import { World } from "../fixtures/queueWorld.js"
import { claimBodies, claimEvents, counts, delivered, enqueue, eventIds, ids, later, rejected, settle } from "../deliveryQueue/steps.js"
import { type ControlLaw, item, quarantined, retry, states } from "./steps.js"

const refuseAll = Effect.gen(function*() {
  yield* settle(yield* claimEvents(), rejected)
  yield* settle(yield* claimBodies(), rejected)
})

/** `retry`: due now, and never before the server said. */
export const retryingLaws = (law: ControlLaw): void => {
  describe("retry", () => {
    law("U-35 B-33 what was refused waits again and starts over; the same row is delivered, fenced by a newer token", Effect.gen(function*() {
      yield* enqueue(history(1), history(2), aBody("spec.md", "one"))
      yield* refuseAll
      expect(yield* retry([3, 1, 3])).toMatchObject([
        { id: 1, kind: "event", subject: "HistoryAdded", change: "requeued", dueAt: "1970-01-01T00:00:00.000Z" },
        { id: 3, kind: "body", subject: "spec.md", missionSlug: "012-tea-house", change: "requeued" }
      ])
      expect(yield* states).toEqual([[1, "pending"], [2, "quarantined"], [3, "pending"]])
      expect(yield* item(3)).toMatchObject({ retryCount: 0, claims: 1, reason: "\"path\": not allowed" })
      expect(yield* counts).toMatchObject({
        events: { captured: 2, pending: 1, quarantined: 1 }, bodies: { captured: 1, pending: 1, quarantined: 0 }
      })
      const again = yield* claimEvents()
      expect(again).toMatchObject([{ attempt: 1, token: 2 }])
      yield* settle(again, delivered)
      expect((yield* counts).events).toMatchObject({ captured: 2, delivered: 1, quarantined: 1 })
    }))

    law("U-35 all that is in quarantine, or what of it is of one kind; where there is none nothing is changed", Effect.gen(function*() {
      expect(yield* retry(quarantined)).toEqual([])
      yield* enqueue(history(1), aBody("a.md", "a"), aBody("b.md", "b"))
      yield* refuseAll
      yield* enqueue(history(2))
      expect((yield* retry({ _tag: "Quarantined", kind: "body" })).map(({ id }) => id)).toEqual([2, 3])
      expect((yield* retry(quarantined)).map(({ id }) => id)).toEqual([1])
      expect(yield* retry(quarantined)).toEqual([])
      expect(eventIds(yield* claimEvents())).toEqual(ids(1, 2))
    }))

    law("U-35 G-R6 our own delay is cut short, the server's Retry-After is kept", Effect.gen(function*() {
      yield* enqueue(aBody("a.md", "a"), aBody("b.md", "b"), aBody("c.md", "c"))
      const [a, b] = yield* claimBodies({ limit: 2 })
      if (a === undefined || b === undefined) return expect.unreachable()
      yield* settle([a], later("4 minutes"))
      yield* settle([b], later("4 minutes", "1 hour"))
      yield* TestClock.adjust("1 seconds")
      expect((yield* retry([1, 2, 3])).map(({ change, dueAt }) => [change, dueAt])).toEqual([
        ["hastened", "1970-01-01T00:00:01.000Z"],
        ["hastened", "1970-01-01T01:00:00.000Z"],
        ["unchanged", "1970-01-01T00:00:00.000Z"]
      ])
      expect(eventIds(yield* claimBodies())).toEqual(["a.md", "c.md"])
      yield* TestClock.adjust("3599 seconds")
      expect(eventIds(yield* claimBodies())).toContain("b.md")
    }))

    law("U-35 G-D8 an id that is not there, or is being sent, is named; nothing of the call is changed", Effect.gen(function*() {
      yield* enqueue(history(1), aBody("spec.md", "one"))
      yield* settle(yield* claimEvents(), rejected)
      const before = yield* counts
      const unknown = Either.getLeft(yield* Effect.either(retry([1, 41, 40])))
      expect(unknown).toMatchObject(Option.some({ _tag: "QueueItemUnknown", code: "QUEUE-05", ids: [40, 41] }))
      yield* claimBodies({ owner: "{\"host\":\"tea\",\"pid\":4711}" })
      const held = Option.getOrThrow(Either.getLeft(yield* Effect.either(retry([1, 2]))))
      expect(held).toMatchObject({ _tag: "QueueItemLeased", code: "QUEUE-06", items: [{ id: 2, subject: "spec.md" }] })
      if (held._tag !== "QueueItemLeased") return expect.unreachable()
      expect(held.message).toContain("Item 2 (spec.md) is being sent right now.")
      expect(held.why).toBe("process 4711 on tea holds it until it is answered, or until 1970-01-01T00:02:00.000Z at the latest")
      expect(yield* states).toEqual([[1, "quarantined"], [2, "leased"]])
      expect((yield* counts).events).toEqual(before.events)
    }))

    law("U-35 G-Q8 a lease that ended, or whose owner is gone, holds nobody up", Effect.gen(function*() {
      yield* enqueue(history(1), aBody("spec.md", "one"))
      yield* claimEvents({ owner: "killed" })
      const late = yield* claimBodies()
      ;(yield* World).gone.add("killed")
      expect(yield* retry([1])).toMatchObject([{ id: 1, change: "unchanged" }])
      yield* TestClock.adjust("2 minutes")
      expect(yield* retry([2])).toMatchObject([{ id: 2, change: "unchanged" }])
      yield* settle(late, delivered)
      expect(yield* states).toEqual([[1, "pending"], [2, "pending"]])
    }))

    law("U-35 G-D4 what a newer item replaced while it was sent can't be brought back", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "A"))
      yield* claimBodies({ owner: "killed" })
      yield* enqueue(aBody("spec.md", "B"))
      ;(yield* World).gone.add("killed")
      expect(Either.getLeft(yield* Effect.either(retry([1])))).toMatchObject(Option.some({ _tag: "QueueItemUnknown", ids: [1] }))
      expect((yield* claimBodies()).map(({ body }) => body.value.content_body)).toEqual(["B"])
    }))
  })
}
