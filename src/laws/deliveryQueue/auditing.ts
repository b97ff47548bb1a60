import { describe, expect } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { QueueAudit } from "../../services/QueueAudit.js"
import { type JudgedRow, QueueContents } from "../../services/QueueContents.js"
import { aBody, aNamespace, history, indexed } from "../fixtures/queueItems.js"
import { World } from "../fixtures/queueWorld.js"
import { claimBodies, claimEvents, enqueue, ids, type Law, rejected, settle, uploaded } from "./steps.js"

/** Every page of judged rows, one after the other. */
const judgedRows = Effect.fnUntraced(function*(missionSlug: string | null) {
  const contents = yield* QueueContents
  const rows: Array<JudgedRow> = []
  for (;;) {
    const page = yield* contents.judged({ afterId: rows.at(-1)?.id ?? 0, missionSlug })
    if (page.length === 0) return rows
    rows.push(...page)
  }
})

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

    law("G-D8 N-11 every row of every state is judged, page after page by id, told place by place, and stays where it is", Effect.gen(function*() {
      const other = aNamespace({ mission_slug: "013-quay" })
      const many = Array.from({ length: 150 }, (_, n) => aBody(`research/${n}.md`, `text ${n}`, n % 2 === 0 ? other : undefined))
      yield* enqueue(history(1), history(2), history(3), ...many)
      const [first] = yield* claimEvents({ limit: 1 })
      if (first !== undefined) yield* settle([first], rejected)
      yield* claimEvents({ limit: 1 })
      ;(yield* World).refused.add("research/149.md").add(ids(3)[0] ?? "")
      const before = yield* (yield* QueueAudit).countRows
      const rows = yield* judgedRows(null)
      expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 153 }, (_, n) => n + 1))
      expect(rows.slice(0, 2)).toMatchObject([
        { kind: "event", state: "quarantined", reasonCode: "refused", isForeign: false, faults: [] },
        { kind: "event", state: "leased", reasonCode: null, subject: "HistoryAdded", eventId: ids(2)[0], faults: [] }
      ])
      const faults = [{ pointer: "/x", rule: "is refused by this test" }]
      expect(rows.filter((row) => row.faults.length > 0)).toMatchObject([
        { id: 3, state: "pending", eventId: ids(3)[0], faults }, { subject: "research/149.md", missionSlug: "012-tea-house", faults }
      ])
      expect((yield* judgedRows("013-quay")).map(({ missionSlug }) => missionSlug)).toEqual(Array.from({ length: 75 }, () => "013-quay"))
      expect(yield* judgedRows("no such")).toEqual([])
      expect(yield* (yield* QueueAudit).countRows).toEqual(before)
    }))

    law("G-D8 a page holds so many bytes of texts, and one larger row alone", Effect.gen(function*() {
      const text = (n: number) => `${n} `.padEnd(500_000, "words ")
      yield* enqueue(...Array.from({ length: 12 }, (_, n) => aBody(`research/${n}.md`, text(n))))
      const first = yield* (yield* QueueContents).judged({ afterId: 0, missionSlug: null })
      expect(first.length).toBeGreaterThan(1)
      expect(first.length).toBeLessThan(12)
      expect(yield* judgedRows(null)).toHaveLength(12)
      expect(yield* (yield* QueueContents).check).toMatchObject({ rows: 12, bytes: 6_000_000, unusableCount: 0 })
    }))

    law("G-D8 what is in quarantine is not judged again", Effect.gen(function*() {
      yield* enqueue(history(1), history(2))
      const [first] = yield* claimEvents({ limit: 1 })
      if (first !== undefined) yield* settle([first], rejected)
      expect(yield* (yield* QueueContents).check).toMatchObject({ rows: 1, unusableCount: 0 })
    }))
  })
}
