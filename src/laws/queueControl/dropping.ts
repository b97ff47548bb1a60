import { describe, expect } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import { aBody, aNamespace, history, indexed, sha256, ulidOf } from "../fixtures/queueItems.js"
import { claimBodies, claimEvents, counts, delivered, enqueue, eventIds, ids, rejected, settle } from "../deliveryQueue/steps.js"
import { type ControlLaw, drop, dropped, item, retry, states, wire } from "./steps.js"

/** `drop`: never sent, counted, and remembered with its reason. */
export const droppingLaws = (law: ControlLaw): void => {
  describe("drop", () => {
    law("U-35 G-H3 from quarantine or waiting: gone, counted as dropped, and never claimed", Effect.gen(function*() {
      yield* enqueue(history(1), history(2), aBody("a.md", "same"), aBody("b.md", "same"))
      yield* settle(yield* claimEvents({ limit: 1 }), rejected)
      expect((yield* drop([1, 3])).map(({ change, dueAt, id }) => [id, change, dueAt]))
        .toEqual([[1, "dropped", null], [3, "dropped", null]])
      expect(yield* counts).toEqual({
        events: { captured: 2, delivered: 0, superseded: 0, dropped: 1, pending: 1, leased: 0, quarantined: 0 },
        bodies: { captured: 2, delivered: 0, superseded: 0, dropped: 1, pending: 1, leased: 0, quarantined: 0 }
      })
      expect(eventIds(yield* claimEvents())).toEqual(ids(2))
      const rest = yield* claimBodies()
      expect(eventIds(rest)).toEqual(["b.md"])
      expect(rest[0]?.body.value.content_body).toBe("same")
    }))

    law("U-35 N-04 a record stays: what it was, why, and when, the latest first", Effect.gen(function*() {
      yield* enqueue(history(1), aBody("a.md", "a"), aBody("b.md", "b", aNamespace({ mission_slug: "other" })))
      yield* drop([1], "sent twice by hand")
      yield* TestClock.adjust("1 minutes")
      yield* drop([3, 2], "mission was \"cancelled\"\n")
      const all = yield* dropped()
      expect(all).toMatchObject({ total: 3, more: 0 })
      expect(all.items).toEqual([
        {
          id: 3, kind: "body", state: "dropped", missionSlug: "other", subject: "b.md", eventId: null,
          contentHash: sha256("b"), reason: "mission was \"cancelled\"\n", droppedAt: "1970-01-01T00:01:00.000Z"
        },
        {
          id: 2, kind: "body", state: "dropped", missionSlug: "012-tea-house", subject: "a.md", eventId: null,
          contentHash: sha256("a"), reason: "mission was \"cancelled\"\n", droppedAt: "1970-01-01T00:01:00.000Z"
        },
        {
          id: 1, kind: "event", state: "dropped", missionSlug: "012-tea-house", subject: "HistoryAdded",
          eventId: ulidOf(1), contentHash: null, reason: "sent twice by hand", droppedAt: "1970-01-01T00:00:00.000Z"
        }
      ])
      expect(yield* dropped({ limit: 1 })).toMatchObject({ items: [{ id: 3 }], total: 3, more: 2 })
      expect(yield* dropped({ kind: "event" })).toMatchObject({ items: [{ id: 1 }], total: 1, more: 0 })
      expect(yield* dropped({ missionSlug: "other" })).toMatchObject({ items: [{ id: 3 }], total: 1, more: 0 })
      expect(yield* item(1)).toEqual(all.items[2])
      expect(yield* wire(1)).toBeUndefined()
    }))

    law("U-35 an id that is not there, was dropped before, or is being sent, is named; nothing of the call is changed", Effect.gen(function*() {
      yield* enqueue(history(1), history(2), aBody("spec.md", "one"))
      yield* drop([1])
      expect(Either.getLeft(yield* Effect.either(drop([1, 2])))).toMatchObject(Option.some({ _tag: "QueueItemUnknown", ids: [1] }))
      yield* claimBodies()
      expect(Either.getLeft(yield* Effect.either(drop([2, 3]))))
        .toMatchObject(Option.some({ _tag: "QueueItemLeased", items: [{ id: 3, owner: "one" }] }))
      expect(yield* states).toEqual([[2, "pending"], [3, "leased"]])
      expect((yield* dropped()).items.map(({ id }) => id)).toEqual([1])
      expect((yield* counts).events).toMatchObject({ captured: 2, dropped: 1, pending: 1 })
    }))

    law("U-35 G-D8 a body no longer waits for an index event that is dropped, and waits again for one that is retried", Effect.gen(function*() {
      yield* enqueue(indexed(1, "a.md"), indexed(2, "b.md"), aBody("a.md", "a"), aBody("b.md", "b"))
      expect(yield* claimBodies()).toEqual([])
      yield* drop([1])
      expect(eventIds(yield* claimBodies())).toEqual(["a.md"])
      yield* settle(yield* claimEvents(), rejected)
      yield* retry([2])
      expect(yield* claimBodies()).toEqual([])
      yield* settle(yield* claimEvents(), delivered)
      expect(eventIds(yield* claimBodies())).toEqual(["b.md"])
    }))

    law("U-35 to drop is no ban: what is captured again is queued as new, under an id of its own", Effect.gen(function*() {
      yield* enqueue(history(1), aBody("spec.md", "one"))
      yield* drop([1, 2])
      expect(yield* enqueue(history(1), aBody("spec.md", "one"))).toEqual({ captured: 2, unchanged: 0, superseded: 0 })
      expect(yield* states).toEqual([[3, "pending"], [4, "pending"]])
      yield* drop([4])
      expect((yield* dropped()).items.map(({ id }) => id)).toEqual([4, 2, 1])
    }))
  })
}
