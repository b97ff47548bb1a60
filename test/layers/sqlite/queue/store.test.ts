import { describe, expect, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as fs from "node:fs"
import type { Claim } from "../../../../src/domain/sync/Claim.js"
import { Settlement } from "../../../../src/domain/sync/Settlement.js"
import { layer } from "../../../../src/layers/sqlite/DeliveryQueue.js"
import { inNamespace, lastDueFirst } from "../../../../src/layers/sqlite/QueueView.js"
import { candidates } from "../../../../src/layers/sqlite/queue/claim.js"
import { QueueDatabase } from "../../../../src/layers/sqlite/queue/QueueDatabase.js"
import { DeliveryQueue } from "../../../../src/services/DeliveryQueue.js"
import { LockPatience } from "../../../../src/services/LockPatience.js"
import { QueueView } from "../../../../src/services/QueueView.js"
import { aBody, aNamespace, history, indexed, project } from "../../../../src/laws/fixtures/queueItems.js"
import { everything, temporaryFolder, worldAt } from "../../../../src/laws/fixtures/queueWorld.js"
import { behindItsBack, fileAt, filled, opened } from "./openings.js"

const settle = (claims: ReadonlyArray<Claim>, settlement: Settlement) =>
  Effect.flatMap(DeliveryQueue, (queue) => queue.settle(claims.map((claim) => [claim, settlement] as const)))
const uploaded = Settlement.Delivered({ status: "uploaded" })

/** A second connection, as another process has it. */
const another = (home: string) =>
  Effect.acquireRelease(
    Effect.sync(() => new Database(fileAt(home), { timeout: 20 })),
    (database) => Effect.sync(() => database.close())
  )

/** Deliveries, their tallies and contents counted anew: what the counters say must be what is there. */
const recount = (home: string) =>
  behindItsBack(home, (database) => ({
    tallies: database.prepare("SELECT kind, pending, leased, quarantined, content_bytes FROM tally ORDER BY kind").all(),
    rows: database.prepare(`SELECT kind, sum(state = 'pending') AS pending, sum(state = 'leased') AS leased,
      sum(state = 'quarantined') AS quarantined, CASE kind WHEN 'body' THEN
      (SELECT coalesce(sum(length(CAST(body AS BLOB))), 0) FROM content) ELSE 0 END AS content_bytes
      FROM delivery GROUP BY kind ORDER BY kind`).all(),
    orphans: database.prepare(`SELECT count(*) FROM content WHERE hash NOT IN
      (SELECT content_hash FROM delivery WHERE content_hash IS NOT NULL)`).pluck().get()
  }))

describe("the queue's rows", () => {
  it.scoped("G-H3 G-R1 the counters are what is there, and equal contents are stored once", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.gen(function*() {
        const queue = yield* DeliveryQueue
        for (let n = 0; n < 10; n++) {
          yield* queue.enqueue([history(n), aBody(`a/${n}.md`, "same ü"), aBody("b.md", `version ${n}`)])
        }
        const [first, ...others] = yield* queue.claimBodies({ ...everything, limit: 4 })
        if (first === undefined) return expect.unreachable()
        yield* settle(others, uploaded)
        yield* settle([first], Settlement.Rejected({ reasonCode: "no", reason: "no" }))
        yield* settle(yield* queue.claimEvents({ ...everything, limit: 3 }), Settlement.Delivered({ status: "success" }))
        yield* queue.claimEvents({ ...everything, limit: 2 })
      }).pipe(Effect.provide(opened(home)))
      const { orphans, rows, tallies } = recount(home)
      expect(tallies).toEqual(rows)
      expect(orphans).toBe(0)
    }))

  it.scoped("G-R3 a claim reads its index in order, and sorts nothing", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 1)
      const plan = (query: string) =>
        behindItsBack(home, (database) =>
          database.prepare(`EXPLAIN QUERY PLAN ${query}`).all(0, 50).map((row) => String(Object(row).detail)))
      expect(plan(candidates.event)).toEqual([expect.stringMatching(/^SCAN d USING (COVERING )?INDEX delivery_events/)])
      const body = plan(candidates.body)
      expect(body).toEqual([expect.stringMatching(/^SCAN d USING (COVERING )?INDEX delivery_bodies/)])
      expect([...plan(candidates.event), ...body].join("\n")).not.toMatch(/TEMP B-TREE/)
    }))

  it.scoped("G-R3 what waits in a namespace is found by index, and comes in order unsorted", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 1)
      for (const query of [inNamespace.bodies, inNamespace.events]) {
        const plan = behindItsBack(home, (database) =>
          database.prepare(`EXPLAIN QUERY PLAN SELECT id FROM delivery WHERE ${query}`).all("a"))
        expect(plan.map((row) => String(Object(row).detail)))
          .toEqual([expect.stringMatching(/^SEARCH delivery USING .*INDEX delivery_namespace \(namespace_key=\? AND kind=\?\)$/)])
      }
    }))

  it.scoped("G-R3 the last error is looked for in an index from its end, and sorts nothing", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 1)
      const plan = behindItsBack(home, (database) => database.prepare(`EXPLAIN QUERY PLAN ${lastDueFirst}`).all(1))
      expect(plan.map((row) => String(Object(row).detail))).toEqual(["SCAN delivery USING INDEX delivery_due"])
    }))

  it.scoped("G-R2 delivered bodies are pruned, and the file shrinks back", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const cycle = (round: number) =>
        Effect.gen(function*() {
          const queue = yield* DeliveryQueue
          yield* queue.enqueue(Array.from({ length: 600 }, (_, n) => aBody(`research/${n}.md`, `${round} ${n} `.padEnd(8000, "x"))))
          for (;;) {
            const claims = yield* queue.claimBodies({ ...everything, limit: 20 })
            if (claims.length === 0) return
            yield* settle(claims, uploaded)
          }
        }).pipe(Effect.provide(opened(home)))
      for (let round = 0; round < 3; round++) yield* cycle(round)
      expect(fs.statSync(fileAt(home)).size).toBeLessThan(2 * 1024 * 1024)
    }), 60_000)

  it.scoped("G-Q7 another writer in the middle of a transaction is waited for; a stuck one is told as busy", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.gen(function*() {
        const queue = yield* DeliveryQueue
        const other = yield* another(home)
        other.exec("BEGIN IMMEDIATE")
        const waiting = yield* Effect.fork(queue.enqueue([history(1)]))
        yield* TestClock.adjust("200 millis")
        other.exec("COMMIT")
        yield* TestClock.adjust("1 seconds")
        expect(yield* Fiber.join(waiting)).toMatchObject({ captured: 1 })

        other.exec("BEGIN IMMEDIATE")
        const impatient = queue.enqueue([history(2)]).pipe(Effect.provideService(LockPatience, Duration.seconds(2)))
        const stuck = yield* Effect.fork(Effect.either(impatient))
        yield* TestClock.adjust("3 seconds")
        const busy = Either.getLeft(yield* Fiber.join(stuck))
        expect(busy).toMatchObject(Option.some({ _tag: "QueueUnavailable", reason: "busy", code: "QUEUE-03" }))
        other.exec("ROLLBACK")
        expect(yield* queue.enqueue([history(2)])).toMatchObject({ captured: 1 })
      }).pipe(Effect.provide(opened(home)))
    }), 60_000)

  it.scoped("G-Q7 two clients on one file: every row is claimed once", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const client = (owner: string) =>
        Effect.gen(function*() {
          const queue = yield* DeliveryQueue
          const mine: Array<number> = []
          for (;;) {
            const claims = yield* queue.claimEvents({ ...everything, limit: 3, owner })
            if (claims.length === 0) return mine
            mine.push(...claims.map(({ id }) => id))
            yield* Effect.yieldNow()
          }
        }).pipe(Effect.provide(Layer.fresh(opened(home))))
      yield* Effect.provide(
        Effect.flatMap(DeliveryQueue, (queue) => queue.enqueue(Array.from({ length: 60 }, (_, n) => history(n)))),
        opened(home)
      )
      const [one, two] = yield* Effect.all([client("one"), client("two")], { concurrency: 2 })
      expect(one.length).toBeGreaterThan(0)
      expect(two.length).toBeGreaterThan(0)
      expect(new Set([...one, ...two]).size).toBe(60)
      expect(one.length + two.length).toBe(60)
    }))

  it.scoped("G-Q3 a write that fails leaves nothing behind, and the queue goes on", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.gen(function*() {
        const queue = yield* DeliveryQueue
        const { sql } = yield* QueueDatabase
        yield* queue.enqueue([history(1)])
        const [pages] = yield* sql.unsafe<{ page_count: number }>("PRAGMA page_count")
        yield* sql.unsafe(`PRAGMA max_page_count = ${pages?.page_count ?? 1}`)
        const full = yield* Effect.either(queue.enqueue([history(2), aBody("spec.md", "x".repeat(100_000))]))
        expect(Either.getLeft(full)).toMatchObject(Option.some({ reason: "disk_full", detail: "SQLITE_FULL" }))
        yield* sql.unsafe("PRAGMA max_page_count = 1000000")
        expect((yield* (yield* QueueView).counts).events.captured).toBe(1)
        expect(yield* queue.enqueue([history(2), aBody("spec.md", "x")])).toMatchObject({ captured: 2 })
      }).pipe(Effect.provide(opened(home)))
    }))

  it.scoped("B-38 G-D5 the view tells what waits, per namespace", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.gen(function*() {
        const view = yield* QueueView
        yield* (yield* DeliveryQueue).enqueue([
          indexed(1, "spec.md"), history(2), aBody("spec.md", "one"), indexed(3, "x", aNamespace({ mission_slug: "other" }))
        ])
        expect((yield* view.eventsOf(aNamespace())).map(({ eventId, subject }) => [eventId?.at(-1), subject]))
          .toEqual([["1", "MissionDossierArtifactIndexed"]])
        expect(yield* view.bodiesOf(aNamespace())).toMatchObject([
          { kind: "body", state: "pending", subject: "spec.md", missionSlug: "012-tea-house", retryCount: 0 }
        ])
        expect(yield* view.bodiesOf(aNamespace({ mission_slug: "other" }))).toEqual([])
      }).pipe(Effect.provide(Layer.provide(layer(project), worldAt(home))))
    }))
})
