import { describe, expect } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/TestClock"
import { Settlement } from "../../domain/sync/Settlement.js"
import { QueueView } from "../../services/QueueView.js"
import { aBody, aNamespace, history } from "../fixtures/queueItems.js"
import { World } from "../fixtures/queueWorld.js"
import { claimBodies, claimEvents, conservation, counts, delivered, enqueue, eventIds, ids, later, rejected, released, settle, type Law } from "./steps.js"

/** Laws 5 to 7: bad rows, interruption, and every item accounted for. */
export const accountingLaws = (law: Law): void => {
  describe("law 5: a bad row blocks nobody", () => {
    law("G-D8 G-C1 what the gate refuses at send is quarantined with its reason, the rest goes on", Effect.gen(function*() {
      const { refused } = yield* World
      yield* enqueue(history(1), history(2), history(3), aBody("a.md", "a"), aBody("b.md", "b"))
      for (const bad of [...ids(1, 2), "a.md"]) refused.add(bad)
      expect(eventIds(yield* claimEvents({ limit: 2 }))).toEqual(ids(3))
      expect(eventIds(yield* claimBodies({ limit: 1 }))).toEqual(["b.md"])
      const stuck = yield* Effect.flatMap(QueueView, (view) => view.quarantined(10))
      expect(stuck.map(({ kind, reasonCode, retryCount }) => [kind, reasonCode, retryCount]))
        .toEqual([["event", "contract", 0], ["event", "contract", 0], ["body", "contract", 0]])
    }))

    law("B-17 a rejected item keeps the server's words", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "one"))
      yield* settle(yield* claimBodies(), rejected)
      const [item] = yield* Effect.flatMap(QueueView, (view) => view.bodiesOf(aNamespace()))
      expect(item).toMatchObject({
        state: "quarantined", subject: "spec.md", reasonCode: "refused", reason: "\"path\": not allowed", nextAttemptAt: null
      })
    }))
  })

  describe("law 6: interruption", () => {
    law("G-R9 B-13 interrupting a delivery loses nothing", Effect.gen(function*() {
      yield* enqueue(...Array.from({ length: 50 }, (_, n) => history(n)), aBody("spec.md", "one"))
      const worker = yield* Effect.fork(Effect.forever(Effect.gen(function*() {
        const claims = yield* claimEvents({ limit: 3 })
        yield* Effect.yieldNow()
        yield* settle(claims, claims.length > 0 ? delivered : released)
        yield* Effect.yieldNow()
      })))
      yield* Effect.repeatN(Effect.yieldNow(), 40)
      yield* Fiber.interrupt(worker)
      yield* conservation
      yield* TestClock.adjust("3 minutes")
      const rest = yield* claimEvents()
      const { events } = yield* counts
      expect(events.delivered).toBeGreaterThan(0)
      expect(rest.length + events.delivered).toBe(50)
    }))
  })

  describe("law 7: nothing is unaccounted for", () => {
    law("G-H3 every end is counted once", Effect.gen(function*() {
      yield* enqueue(...[1, 2, 3, 4].map((n) => history(n)), aBody("a.md", "a"), aBody("b.md", "b"))
      yield* enqueue(aBody("a.md", "newer"))
      const [one, two, three] = yield* claimEvents({ limit: 3 })
      if (one === undefined || two === undefined || three === undefined) return expect.unreachable()
      yield* settle([one], delivered)
      yield* settle([two], rejected)
      yield* settle([three], later("1 second"))
      const [body] = yield* claimBodies({ limit: 1 })
      expect(body?.attempt).toBe(1)
      expect(yield* counts).toEqual({
        events: { captured: 4, delivered: 1, superseded: 0, dropped: 0, pending: 2, leased: 0, quarantined: 1 },
        bodies: { captured: 3, delivered: 0, superseded: 1, dropped: 0, pending: 1, leased: 1, quarantined: 0 }
      })
    }))

    law("N-04 a delivered body leaves the receipt of what the receiver acknowledged, the last per path", Effect.gen(function*() {
      for (const text of ["A", "B"]) {
        yield* enqueue(aBody("spec.md", text))
        yield* settle(yield* claimBodies(), Settlement.Delivered({ status: text === "A" ? "uploaded" : "already_exists" }))
      }
      const receipts = yield* Effect.flatMap(QueueView, (view) => view.receiptsOf(aNamespace()))
      expect(receipts).toMatchObject([{ path: "spec.md", status: "already_exists", acknowledgedAt: "1970-01-01T00:00:00.000Z" }])
      expect(yield* Effect.flatMap(QueueView, (view) => view.receiptsOf(aNamespace({ target_branch: "2.x" })))).toEqual([])
    }))
  })
}
