import { describe, expect } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { QueueAudit } from "../../services/QueueAudit.js"
import { QueueContents } from "../../services/QueueContents.js"
import { aBody, aNamespace, history, indexed } from "../fixtures/queueItems.js"
import { World } from "../fixtures/queueWorld.js"
import { claimBodies, claimEvents, enqueue, type Law, rejected, settle, uploaded } from "./steps.js"

/** What those who check the queue see of it. */
export const auditingLaws = (law: Law): void => {
  describe("audit: what is behind the counters", () => {
    law("G-H3 rows are counted by kind and state", Effect.gen(function*() {
      yield* enqueue(history(1), history(2), history(3), aBody("a.md", "a"), aBody("b.md", "b"))
      const [first] = yield* claimEvents({ limit: 2 })
      if (first !== undefined) yield* settle([first], rejected)
      expect(yield* (yield* QueueAudit).countRows).toEqual({
        events: { pending: 1, leased: 1, quarantined: 1 },
        bodies: { pending: 2, leased: 0, quarantined: 0 }
      })
    }))

    law("U-25 leases are told by who holds them, and whether that process is gone", Effect.gen(function*() {
      yield* enqueue(history(1), history(2), history(3))
      yield* claimEvents({ limit: 2, owner: "one" })
      yield* claimEvents({ limit: 1, owner: "two" })
      ;(yield* World).gone.add("two")
      expect(yield* (yield* QueueAudit).leases).toEqual([
        { owner: "one", rows: 2, expiresAt: "1970-01-01T00:02:00.000Z", ownerGone: false },
        { owner: "two", rows: 1, expiresAt: "1970-01-01T00:02:00.000Z", ownerGone: true }
      ])
    }))

    law("G-H1 the last receipt of each mission, over all of its namespaces", Effect.gen(function*() {
      const other = aNamespace({ mission_slug: "013-quay" })
      yield* enqueue(aBody("a.md", "a"), aBody("b.md", "b"), aBody("a.md", "a", other))
      yield* settle(yield* claimBodies(), uploaded)
      yield* TestClock.adjust("1 minute")
      yield* enqueue(aBody("a.md", "a", aNamespace({ target_branch: "next" })))
      yield* settle(yield* claimBodies(), uploaded)
      expect(yield* (yield* QueueAudit).lastReceipts).toEqual([
        { missionSlug: "012-tea-house", receipts: 3, acknowledgedAt: "1970-01-01T00:01:00.000Z" },
        { missionSlug: "013-quay", receipts: 1, acknowledgedAt: "1970-01-01T00:00:00.000Z" }
      ])
    }))

    law("G-D8 every waiting row is judged as a claim would judge it, over more than one page, and stays where it is", Effect.gen(function*() {
      const many = Array.from({ length: 150 }, (_, n) => aBody(`research/${n}.md`, `text ${n}`))
      yield* enqueue(indexed(1, "a.md"), history(2), ...many)
      const { check } = yield* QueueContents
      expect(yield* check).toMatchObject({ rows: 152, unusable: [], unusableCount: 0 })
      ;(yield* World).refused.add("research/149.md")
      const report = yield* check
      expect(report).toMatchObject({ rows: 152, unusableCount: 1, unusable: [{ kind: "body", subject: "research/149.md", reasonCode: "contract", missionSlug: "012-tea-house" }] })
      expect(report.bytes).toBeGreaterThan(150 * "text 1".length)
      expect((yield* (yield* QueueAudit).countRows).bodies.pending).toBe(150)
    }))

    law("G-D8 what is in quarantine is not judged again", Effect.gen(function*() {
      yield* enqueue(history(1), history(2))
      const [first] = yield* claimEvents({ limit: 1 })
      if (first !== undefined) yield* settle([first], rejected)
      expect(yield* (yield* QueueContents).check).toMatchObject({ rows: 1, unusableCount: 0 })
    }))
  })
}
