import { describe, expect } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import { Settlement } from "../../domain/sync/Settlement.js"
import { QueueView } from "../../services/QueueView.js"
import { aBody, history, ulidOf } from "../fixtures/queueItems.js"
import { claimBodies, claimEvents, delivered, enqueue, eventIds, ids, later, rejected, released, settle, uploaded, type Law } from "./steps.js"

/** Law 4: moments, whatever the clock does. */
export const timingLaws = (law: Law): void => {
  describe("law 4: moments", () => {
    law("B-21 G-R4 an item is not due before its moment", Effect.gen(function*() {
      yield* enqueue(history(1))
      yield* settle(yield* claimEvents(), later("1 second"))
      yield* TestClock.adjust("999 millis")
      expect(yield* claimEvents()).toEqual([])
      yield* TestClock.adjust("1 millis")
      expect(yield* claimEvents()).toMatchObject([{ attempt: 2 }])
    }))

    law("G-R6 the server's Retry-After wins over a shorter delay, up to 24 hours", Effect.gen(function*() {
      yield* enqueue(history(1))
      yield* settle(yield* claimEvents(), later("1 second", "48 hours"))
      yield* TestClock.adjust("23 hours")
      expect(yield* claimEvents()).toEqual([])
      yield* TestClock.adjust("1 hours")
      expect(yield* claimEvents()).toHaveLength(1)
    }))

    law("G-R7 a clock that jumps back ten years strands neither rows nor leases", Effect.gen(function*() {
      const tenYears = 10 * 365 * 24 * 3_600_000
      yield* TestClock.setTime(tenYears * 2)
      yield* enqueue(history(1), history(2), history(3))
      yield* settle(yield* claimEvents({ limit: 1 }), later("5 minutes"))
      yield* settle(yield* claimEvents({ limit: 1 }), later("1 second", "24 hours"))
      yield* claimEvents({ limit: 1 })
      yield* TestClock.setTime(tenYears)
      expect(yield* claimEvents()).toEqual([])
      yield* TestClock.adjust("5 minutes")
      expect(eventIds(yield* claimEvents())).toEqual(ids(1))
      yield* TestClock.adjust("10 minutes")
      expect(eventIds(yield* claimEvents())).toContain(ulidOf(3))
      yield* TestClock.adjust("24 hours")
      expect(eventIds(yield* claimEvents())).toEqual(ids(1, 2, 3))
    }))

    law("G-R7 a clock that jumps forward makes everything due once, and a claim still has one taker", Effect.gen(function*() {
      yield* enqueue(history(1), history(2))
      yield* settle(yield* claimEvents(), later("5 minutes", "24 hours"))
      yield* TestClock.setTime(20 * 365 * 24 * 3_600_000)
      expect(yield* claimEvents()).toHaveLength(2)
      expect(yield* claimEvents({ owner: "two" })).toEqual([])
    }))

    law("B-38 events go in Lamport order, bodies oldest first, whenever they were queued", Effect.gen(function*() {
      yield* enqueue(history(5), aBody("b.md", "b"))
      yield* enqueue(history(3), history(4), aBody("a.md", "a"))
      expect(eventIds(yield* claimEvents())).toEqual(ids(3, 4, 5))
      expect(eventIds(yield* claimBodies())).toEqual(["b.md", "a.md"])
    }))

    law("B-21 the view tells when the next item is due, and how old the oldest is", Effect.gen(function*() {
      const view = yield* QueueView
      expect(yield* view.nextDueAt).toEqual(Option.none())
      expect(yield* view.oldestQueuedAt).toEqual(Option.none())
      yield* TestClock.setTime(60_000)
      yield* enqueue(history(1), history(2))
      const [first, second] = yield* claimEvents()
      if (first === undefined || second === undefined) return expect.unreachable()
      yield* settle([first], later("10 seconds"))
      expect(yield* view.nextDueAt).toEqual(Option.some("1970-01-01T00:01:10.000Z"))
      yield* settle([first, second], delivered)
      expect(yield* view.oldestQueuedAt).toEqual(Option.some("1970-01-01T00:01:00.000Z"))
    }))

    law("W-07 the view tells the error of what is due last, of pending rows alone", Effect.gen(function*() {
      const { lastError } = yield* QueueView
      const told = (reasonCode: string) => Option.some(expect.objectContaining({ reasonCode }))
      const postpone = Duration.minutes(4)
      yield* enqueue(history(1), history(2), history(3), aBody("spec.md", "one"))
      const [first, second, third] = yield* claimEvents()
      const bodies = yield* claimBodies()
      if (first === undefined || second === undefined || third === undefined) return expect.unreachable()
      expect(yield* lastError).toEqual(Option.none())
      yield* settle(bodies, released)
      expect(yield* lastError).toEqual(Option.some({ reasonCode: "offline", reason: "no network" }))
      yield* settle([second], Settlement.Released({ reasonCode: "forbidden", reason: "403", postpone }))
      expect(yield* lastError).toEqual(told("forbidden"))
      yield* settle([first], later("5 seconds", "1 hour"))
      yield* settle([third], rejected)
      expect(yield* lastError).toEqual(told("server_error"))
      yield* TestClock.adjust("1 hours")
      yield* settle(yield* claimEvents(), delivered)
      yield* enqueue(history(4))
      expect(yield* lastError).toEqual(told("offline"))
      yield* settle(yield* claimBodies(), uploaded)
      expect(yield* lastError).toEqual(Option.none())
    }))
  })
}
