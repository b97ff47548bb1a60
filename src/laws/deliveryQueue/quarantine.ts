import { describe, expect } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { QueueView } from "../../services/QueueView.js"
import { aBody, history, indexed, missing, snapshot } from "../fixtures/queueItems.js"
import {
  claimBodies, claimEvents, counts, delivered, enqueue, eventIds, ids, later, rejected, settle, uploaded, type Law
} from "./steps.js"

const stuck = Effect.map(Effect.flatMap(QueueView, (view) => view.quarantined(100)), (rows) =>
  rows.map(({ eventId, subject }) => eventId ?? subject))

/** Law 1 for what was refused: it stays until a newer word on its subject is captured, or the same one again. */
export const quarantineLaws = (law: Law): void => {
  describe("law 1: quarantine is no dead end, and no heap", () => {
    law("B-33 a quarantined body captured again is submitted again, the old row superseded", Effect.gen(function*() {
      const body = aBody("spec.md", "one")
      yield* enqueue(body)
      yield* settle(yield* claimBodies(), rejected)
      expect(yield* claimBodies()).toEqual([])
      expect(yield* enqueue(body, body)).toEqual({ captured: 1, unchanged: 1, superseded: 1 })
      expect(yield* enqueue(body)).toEqual({ captured: 0, unchanged: 1, superseded: 0 })
      expect((yield* counts).bodies).toMatchObject({ captured: 2, superseded: 1, pending: 1, quarantined: 0 })
      const again = yield* claimBodies()
      expect(again).toMatchObject([{ attempt: 1, token: 1, body: { value: { content_body: "one" } } }])
      yield* settle(again, uploaded)
      expect((yield* counts).bodies).toMatchObject({ captured: 2, superseded: 1, delivered: 1, pending: 0 })
    }))

    law("B-33 G-R1 scan after scan is refused: quarantine holds one row per subject", Effect.gen(function*() {
      for (const scan of [10, 20, 30]) {
        yield* enqueue(
          scan === 20 ? missing(scan, "a.md") : indexed(scan, "a.md"), indexed(scan + 1, "b.md"), snapshot(scan + 2),
          aBody("a.md", "same"), aBody("b.md", `${scan}`)
        )
        yield* settle(yield* claimEvents(), rejected)
        yield* settle(yield* claimBodies(), rejected)
      }
      expect(yield* stuck).toEqual([...ids(30, 31, 32), "a.md", "b.md"])
      expect(yield* counts).toMatchObject({
        events: { captured: 9, superseded: 6, quarantined: 3 }, bodies: { captured: 6, superseded: 4, quarantined: 2 }
      })
    }), { queueMaxItems: 3 })

    law("B-11 B-33 what is about no subject stays in quarantine, and the same event again is no new word", Effect.gen(function*() {
      const items = [history(1), indexed(2, "spec.md")]
      yield* enqueue(...items)
      yield* settle(yield* claimEvents(), rejected)
      expect(yield* enqueue(...items, history(3))).toEqual({ captured: 1, unchanged: 2, superseded: 0 })
      expect(yield* stuck).toEqual(ids(1, 2))
      expect(eventIds(yield* claimEvents())).toEqual(ids(3))
    }))

    law("G-D4 a body refused beside a newer one leaves the newest word alone", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "A"))
      const old = yield* claimBodies()
      yield* enqueue(aBody("spec.md", "B"))
      yield* settle(old, rejected)
      expect((yield* counts).bodies).toMatchObject({ captured: 2, superseded: 1, pending: 1, quarantined: 0 })
      expect(eventIds(yield* claimBodies())).toEqual(["spec.md"])
    }))
  })

  describe("law 4: what replaces a waiting item", () => {
    law("G-R6 B-21 keeps to the server's Retry-After, not to our delay", Effect.gen(function*() {
      yield* enqueue(indexed(1, "spec.md"), aBody("plan.md", "A"), aBody("tasks.md", "A"))
      yield* settle(yield* claimEvents(), later("5 minutes", "1 hour"))
      const [plan, tasks] = yield* claimBodies()
      if (plan === undefined || tasks === undefined) return expect.unreachable()
      yield* settle([plan], later("5 minutes", "1 hour"))
      yield* settle([tasks], later("5 minutes"))
      yield* TestClock.adjust("10 minutes")
      yield* enqueue(indexed(2, "spec.md"), aBody("plan.md", "B"), aBody("tasks.md", "B"))
      yield* enqueue(indexed(3, "spec.md"), aBody("plan.md", "C"))
      expect(yield* claimEvents()).toEqual([])
      const due = yield* claimBodies()
      expect(eventIds(due)).toEqual(["tasks.md"])
      yield* settle(due, uploaded)
      yield* TestClock.adjust("2999 seconds")
      expect([...(yield* claimEvents()), ...(yield* claimBodies())]).toEqual([])
      yield* TestClock.adjust("1 seconds")
      const events = yield* claimEvents()
      expect(events).toMatchObject([{ attempt: 1, token: 1 }])
      expect(eventIds(events)).toEqual(ids(3))
      expect((yield* claimBodies()).map(({ body }) => body.value.content_body)).toEqual(["C"])
      yield* settle(events, delivered)
      yield* enqueue(indexed(4, "spec.md"))
      expect(eventIds(yield* claimEvents())).toEqual(ids(4))
    }))

    law("G-R7 an inherited moment is clamped like any other when the clock jumps back", Effect.gen(function*() {
      const tenYears = 10 * 365 * 24 * 3_600_000
      yield* TestClock.setTime(tenYears * 2)
      yield* enqueue(indexed(1, "spec.md"))
      yield* settle(yield* claimEvents(), later("1 second", "1 hour"))
      yield* TestClock.setTime(tenYears)
      yield* enqueue(indexed(2, "spec.md"))
      expect(yield* claimEvents()).toEqual([])
      yield* TestClock.adjust("24 hours")
      expect(eventIds(yield* claimEvents())).toEqual(ids(2))
    }))
  })
}
