import { describe, expect } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { Settlement } from "../../domain/sync/Settlement.js"
import { DeliveryQueue } from "../../services/DeliveryQueue.js"
import { aBody, history } from "../fixtures/queueItems.js"
import { World } from "../fixtures/queueWorld.js"
import { claimBodies, claimEvents, counts, delivered, enqueue, later, rejected, released, settle, type Law } from "./steps.js"

/** Laws 2 and 3: one taker at a time, and attempts that are counted but never used up. */
export const claimingLaws = (law: Law): void => {
  describe("law 2: one taker", () => {
    law("G-Q7 G-Q8 a claimed item is nobody else's", Effect.gen(function*() {
      yield* enqueue(history(1), aBody("spec.md", "one"))
      expect(yield* claimEvents()).toMatchObject([{ owner: "one", token: 1, attempt: 1 }])
      expect(yield* claimBodies()).toMatchObject([{ owner: "one", token: 1, attempt: 1 }])
      expect(yield* claimEvents({ owner: "two" })).toEqual([])
      expect(yield* claimBodies({ owner: "two" })).toEqual([])
    }))

    for (const late of [delivered, later("1 second"), released, rejected]) {
      law(`G-Q8 a late ${late._tag} with an old token changes nothing`, Effect.gen(function*() {
        yield* enqueue(history(1))
        const stopped = yield* claimEvents()
        yield* TestClock.adjust("3 minutes")
        const taken = yield* claimEvents({ owner: "two" })
        expect(taken).toMatchObject([{ owner: "two", token: 2, attempt: 2 }])
        const before = yield* counts
        yield* settle(stopped, late)
        expect(yield* counts).toEqual(before)
        yield* settle(taken, delivered)
        yield* settle(stopped, late)
        expect((yield* counts).events).toMatchObject({ delivered: 1, pending: 0, leased: 0, quarantined: 0 })
      }))
    }

    law("G-Q8 the rows of a process that is gone need not wait for their lease", Effect.gen(function*() {
      yield* enqueue(history(1), aBody("spec.md", "one"))
      yield* claimEvents()
      yield* claimBodies()
      const { gone } = yield* World
      gone.add("one")
      expect(yield* claimEvents({ owner: "two" })).toMatchObject([{ token: 2, attempt: 2 }])
      expect(yield* claimBodies({ owner: "two" })).toMatchObject([{ token: 2, attempt: 2 }])
    }))

    law("G-Q8 two answers to one claim: the first counts", Effect.gen(function*() {
      yield* enqueue(history(1))
      const queue = yield* DeliveryQueue
      for (const claim of yield* claimEvents()) yield* queue.settle([[claim, delivered], [claim, rejected]])
      expect((yield* counts).events).toMatchObject({ delivered: 1, quarantined: 0 })
    }))
  })

  describe("law 3: attempts", () => {
    law("B-13 G-R5 a crash counts, and no number of attempts parks an item", Effect.gen(function*() {
      yield* enqueue(history(1))
      for (let attempt = 1; attempt <= 40; attempt++) {
        expect(yield* claimEvents()).toMatchObject([{ attempt, token: attempt }])
        yield* TestClock.adjust("3 minutes")
      }
      expect((yield* counts).events).toMatchObject({ captured: 1, leased: 1, quarantined: 0, dropped: 0 })
    }))

    law("B-30 G-D9 a released attempt is given back, and the item is due at once", Effect.gen(function*() {
      yield* enqueue(history(1), aBody("spec.md", "one"))
      for (let round = 1; round <= 3; round++) {
        const claims = [...(yield* claimEvents()), ...(yield* claimBodies())]
        expect(claims).toMatchObject([{ attempt: 1, token: round }, { attempt: 1, token: round }])
        yield* settle(claims, released)
      }
    }))

    law("G-D9 a released item can be told to let others go first", Effect.gen(function*() {
      yield* enqueue(history(1))
      const postpone = Duration.seconds(30)
      yield* settle(yield* claimEvents(), Settlement.Released({ reasonCode: "forbidden", reason: "403", postpone }))
      yield* TestClock.adjust("29 seconds")
      expect(yield* claimEvents()).toEqual([])
      yield* TestClock.adjust("1 seconds")
      expect(yield* claimEvents()).toMatchObject([{ attempt: 1 }])
    }))

    law("G-R5 sixty days of outage lose nothing and end nothing", Effect.gen(function*() {
      yield* enqueue(history(1), aBody("spec.md", "one"))
      for (let turn = 1; turn <= 60 * 2; turn++) {
        const claims = [...(yield* claimEvents()), ...(yield* claimBodies())]
        expect(claims.length).toBe(2)
        yield* settle(claims, later("5 minutes"))
        yield* TestClock.setTime(turn * 12 * 3_600_000)
      }
      expect((yield* claimEvents())[0]?.attempt).toBe(60 * 2 + 1)
      expect((yield* counts).bodies).toMatchObject({ captured: 1, pending: 1, quarantined: 0, dropped: 0 })
    }))
  })
}
