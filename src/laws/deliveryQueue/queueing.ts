import { describe, expect } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import type { Namespace } from "../../domain/identity/Namespace.js"
import { QueueView } from "../../services/QueueView.js"
import { aBody, aNamespace, history, indexed, missing, snapshot } from "../fixtures/queueItems.js"
import { claimBodies, claimEvents, counts, delivered, enqueue, eventIds, ids, later, rejected, settle, uploaded, type Law } from "./steps.js"

/** Law 1: what is queued is queued once, and the newest word on a subject stands. */
export const queueingLaws = (law: Law): void => {
  describe("law 1: what is queued is queued once", () => {
    law("B-11 G-D1 the same items again change nothing, pending or leased", Effect.gen(function*() {
      const items = [history(1), aBody("spec.md", "one")]
      expect(yield* enqueue(...items)).toEqual({ captured: 2, unchanged: 0, superseded: 0 })
      expect(yield* enqueue(...items)).toEqual({ captured: 0, unchanged: 2, superseded: 0 })
      expect([...(yield* claimEvents()), ...(yield* claimBodies())]).toHaveLength(2)
      expect(yield* enqueue(...items)).toEqual({ captured: 0, unchanged: 2, superseded: 0 })
      expect(yield* claimEvents()).toEqual([])
      expect(yield* claimBodies()).toEqual([])
    }))

    law("B-14 G-D3 what was delivered can be queued again", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "one"))
      yield* settle(yield* claimBodies(), uploaded)
      expect(yield* enqueue(aBody("spec.md", "one"))).toMatchObject({ captured: 1, unchanged: 0 })
    }))

    law("G-D4 a newer body of a path supersedes one that waits, and A, B, A ends with A", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "A"))
      expect(yield* enqueue(aBody("spec.md", "B"))).toEqual({ captured: 1, unchanged: 0, superseded: 1 })
      expect(yield* enqueue(aBody("spec.md", "A"))).toEqual({ captured: 1, unchanged: 0, superseded: 1 })
      const claims = yield* claimBodies()
      expect(claims.map(({ body }) => body.value.content_body)).toEqual(["A"])
    }))

    law("B-16 B-31 one path and one content in two namespaces stay apart", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "same"), aBody("spec.md", "same", aNamespace({ target_branch: "2.x" })))
      const claims = yield* claimBodies()
      expect(claims.map(({ body }) => body.value.target_branch)).toEqual(["main", "2.x"])
    }))

    law("B-16 the view tells two branches of one slug apart, events from bodies, and history belongs to neither", Effect.gen(function*() {
      const [main, next] = [aNamespace(), aNamespace({ target_branch: "2.x" })]
      const view = yield* QueueView
      yield* enqueue(
        indexed(1, "spec.md", main), indexed(2, "spec.md", next), missing(3, "plan.md", next), snapshot(4, main),
        history(5), aBody("spec.md", "one", main), aBody("spec.md", "one", next), aBody("plan.md", "two", next)
      )
      const told = (namespace: Namespace) =>
        Effect.map(Effect.all([view.eventsOf(namespace), view.bodiesOf(namespace)]), ([events, bodies]) => ({
          events: events.map(({ eventId }) => eventId),
          bodies: bodies.map(({ kind, subject }) => [kind, subject])
        }))
      expect(yield* told(main)).toEqual({ events: ids(1, 4), bodies: [["body", "spec.md"]] })
      expect(yield* told(next)).toEqual({ events: ids(2, 3), bodies: [["body", "spec.md"], ["body", "plan.md"]] })
      expect(yield* told(aNamespace({ manifest_version: "2" }))).toEqual({ events: [], bodies: [] })
      const [first, ...others] = yield* claimEvents()
      if (first === undefined) return expect.unreachable()
      yield* settle([first], rejected)
      yield* settle(others.filter(({ event }) => event.value.event_id === ids(2)[0]), delivered)
      expect(yield* told(main)).toEqual({ events: ids(4), bodies: [["body", "spec.md"]] })
      expect((yield* told(next)).events).toEqual(ids(3))
      expect(yield* view.receiptsOf(next)).toEqual([])
    }))

    law("G-D4 a body under way is not superseded; returned beside a newer one, it is", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "A"))
      const old = yield* claimBodies()
      expect(yield* enqueue(aBody("spec.md", "B"))).toEqual({ captured: 1, unchanged: 0, superseded: 0 })
      yield* settle(old, later("1 second"))
      yield* TestClock.adjust("1 minute")
      expect((yield* claimBodies()).map(({ body }) => body.value.content_body)).toEqual(["B"])
      expect((yield* counts).bodies).toMatchObject({ captured: 2, superseded: 1, leased: 1 })
    }))

    law("G-D4 a lease lost beside a newer body ends the older one", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "A"))
      yield* claimBodies()
      yield* enqueue(aBody("spec.md", "B"))
      yield* TestClock.adjust("3 minutes")
      expect((yield* claimBodies()).map(({ body }) => body.value.content_body)).toEqual(["B"])
    }))

    law("D-22 newer Indexed, Missing and Snapshot events supersede waiting ones of their subject", Effect.gen(function*() {
      yield* enqueue(indexed(1, "spec.md"), indexed(2, "plan.md"), snapshot(3), history(4))
      const report = yield* enqueue(missing(5, "spec.md"), snapshot(6), indexed(7, "tasks.md"), history(8))
      expect(report).toEqual({ captured: 4, unchanged: 0, superseded: 2 })
      yield* enqueue(snapshot(9, aNamespace({ mission_slug: "other" })))
      expect(eventIds(yield* claimEvents())).toEqual(ids(2, 4, 5, 6, 7, 8, 9))
    }))

    law("G-D4 of one call, only the latest of a subject is stored", Effect.gen(function*() {
      const report = yield* enqueue(aBody("spec.md", "A"), aBody("spec.md", "B"), aBody("spec.md", "B"), indexed(1, "x"))
      expect(report).toEqual({ captured: 3, unchanged: 1, superseded: 1 })
      expect((yield* claimBodies()).map(({ body }) => body.value.content_body)).toEqual(["B"])
    }))
  })
}
