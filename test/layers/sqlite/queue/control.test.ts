import { describe, expect, it } from "@effect/vitest"
import type Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { Settlement } from "../../../../src/domain/sync/Settlement.js"
import { DropReason } from "../../../../src/domain/sync/planQueueChange.js"
import { QueueDatabase } from "../../../../src/layers/sqlite/queue/QueueDatabase.js"
import { conditions } from "../../../../src/layers/sqlite/QueueItems.js"
import { schemaVersion } from "../../../../src/layers/sqlite/queue/schema.js"
import { DeliveryQueue } from "../../../../src/services/DeliveryQueue.js"
import { LamportClock } from "../../../../src/services/LamportClock.js"
import { QueueControl } from "../../../../src/services/QueueControl.js"
import { QueueItems } from "../../../../src/services/QueueItems.js"
import { QueueOpening } from "../../../../src/services/QueueOpening.js"
import { QueueView } from "../../../../src/services/QueueView.js"
import { aBody, history, indexed } from "../../../../src/laws/fixtures/queueItems.js"
import { everything, temporaryFolder } from "../../../../src/laws/fixtures/queueWorld.js"
import { behindItsBack, filled, opened } from "./openings.js"

const reason = DropReason.make("not ours")
const recovery = Effect.map(QueueOpening, ({ recovered }) => recovered)
const records = Effect.flatMap(QueueItems, (items) => items.dropped({ kind: null, missionSlug: null, limit: 100 }))

/** A row in every state, a receipt, and an event's Lamport value. */
const lived = Effect.gen(function*() {
  const queue = yield* DeliveryQueue
  yield* (yield* LamportClock).reserve(41)
  yield* queue.enqueue([1, 2, 3].map((n) => history(n)))
  yield* queue.enqueue(["a", "b", "c", "d"].map((name) => aBody(`${name}.md`, name)))
  const [a, b, c] = yield* queue.claimBodies({ ...everything, limit: 3 })
  if (a === undefined || b === undefined || c === undefined) return expect.unreachable()
  yield* queue.settle([
    [a, Settlement.Delivered({ status: "uploaded" })],
    [b, Settlement.Rejected({ reasonCode: "refused", reason: "\"path\": not allowed" })]
  ])
})

/** The file as the release before the record of dropped items wrote it. */
const asVersion1 = (database: Database.Database): void => {
  database.exec(`DROP INDEX delivery_bodies; ALTER TABLE delivery DROP COLUMN held;
    CREATE INDEX delivery_bodies ON delivery (id, due_at) WHERE kind = 'body' AND state = 'pending';
    DROP TABLE dropped; DROP TABLE migrated; DROP TABLE migrated_file; DROP TABLE migrated_raw;
    DELETE FROM effect_sql_migrations WHERE migration_id > 1; PRAGMA user_version = 1`)
}

const tables = ["delivery", "event_text", "content", "receipt", "tally", "lamport"]
const dump = (database: Database.Database) =>
  Object.fromEntries(tables.map((table) => [table, database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]))

describe("a queue file of the first version", () => {
  it.scoped("U-35 G-Q6 gains the record of dropped items, and not one value of what was in it changes", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.provide(lived, opened(home))
      behindItsBack(home, asVersion1)
      const before = behindItsBack(home, dump)
      expect(before["delivery"]).toHaveLength(6)
      expect(yield* Effect.provide(recovery, opened(home))).toEqual(Option.none())
      expect(behindItsBack(home, dump)).toMatchObject(before)
      expect(behindItsBack(home, (database) => database.pragma("user_version", { simple: true }))).toBe(schemaVersion)
      yield* Effect.gen(function*() {
        const control = yield* QueueControl
        expect(yield* control.drop([1], reason)).toMatchObject([{ id: 1, change: "dropped" }])
        expect(yield* control.retry({ _tag: "Quarantined", kind: null })).toMatchObject([{ id: 5, change: "requeued" }])
        expect(yield* records).toMatchObject({ items: [{ id: 1, reason: "not ours" }], total: 1 })
      }).pipe(Effect.provide(opened(home)))
    }))

  it.scoped("G-R3 G-D5 holds back the bodies whose event it holds, and no other", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.flatMap(DeliveryQueue, (queue) =>
        queue.enqueue([indexed(1, "a.md"), aBody("a.md", "a"), aBody("b.md", "b"), history(2)])).pipe(Effect.provide(opened(home)))
      behindItsBack(home, asVersion1)
      yield* Effect.gen(function*() {
        const queue = yield* DeliveryQueue
        expect((yield* queue.claimBodies(everything)).map(({ body }) => body.value.artifact_path)).toEqual(["b.md"])
        const events = yield* queue.claimEvents(everything)
        yield* queue.settle(events.map((claim) => [claim, Settlement.Delivered({ status: "success" })] as const))
        expect((yield* queue.claimBodies(everything)).map(({ body }) => body.value.artifact_path)).toEqual(["a.md"])
      }).pipe(Effect.provide(opened(home)))
    }))

  it.scoped("G-Q6 S27 with a trigger in it is not migrated but moved aside, its rows saved", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 2)
      behindItsBack(home, (database) => {
        asVersion1(database)
        database.exec("CREATE TRIGGER steal AFTER INSERT ON effect_sql_migrations BEGIN DELETE FROM delivery; END")
      })
      expect(yield* Effect.provide(recovery, opened(home)))
        .toMatchObject(Option.some({ salvaged: 4, reason: "its schema has more than ours" }))
    }))
})

describe("a person's word on disk", () => {
  it.scoped("U-35 G-H3 G-R1 the counters stay what is there, and contents that nobody needs any more go", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.gen(function*() {
        yield* lived
        const control = yield* QueueControl
        yield* control.retry({ _tag: "Quarantined", kind: null })
        yield* control.drop([2, 5, 7], reason)
      }).pipe(Effect.provide(opened(home)))
      const found = behindItsBack(home, (database) => ({
        tally: database.prepare("SELECT kind, dropped, pending, leased, quarantined, content_bytes FROM tally ORDER BY kind").all(),
        contents: database.prepare("SELECT body FROM content").pluck().all(),
        texts: database.prepare("SELECT delivery_id FROM event_text ORDER BY 1").pluck().all()
      }))
      expect(found).toEqual({
        tally: [
          { kind: "body", dropped: 2, pending: 0, leased: 1, quarantined: 0, content_bytes: 1 },
          { kind: "event", dropped: 1, pending: 2, leased: 0, quarantined: 0, content_bytes: 0 }
        ],
        contents: ["c"],
        texts: [1, 3]
      })
    }))

  it.scoped("U-35 G-Q3 where the record can't be kept, nothing is dropped", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.gen(function*() {
        yield* (yield* DeliveryQueue).enqueue([history(1), history(2)])
        const { sql } = yield* QueueDatabase
        yield* sql.unsafe("INSERT INTO dropped (id, kind, subject, reason, dropped_at) VALUES (2, 'event', 's', 'r', 0)")
        const refused = yield* Effect.either((yield* QueueControl).drop([1, 2], reason))
        expect(Either.getLeft(refused)).toMatchObject(Option.some({ _tag: "QueueUnavailable" }))
        const { events } = yield* (yield* QueueView).counts
        expect(events).toMatchObject({ captured: 2, pending: 2, dropped: 0 })
        expect(yield* records).toMatchObject({ total: 1 })
      }).pipe(Effect.provide(opened(home)))
    }))

  it.scoped("U-35 G-Q6 records outlive damage to the file, the sum holds, and no id is given twice", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* Effect.gen(function*() {
        yield* (yield* DeliveryQueue).enqueue([1, 2, 3].map((n) => history(n)))
        yield* (yield* QueueControl).drop([3], reason)
      }).pipe(Effect.provide(opened(home)))
      behindItsBack(home, (database) => database.exec("CREATE VIEW spy AS SELECT * FROM content"))
      yield* Effect.gen(function*() {
        expect(yield* recovery).toMatchObject(Option.some({ salvaged: 2 }))
        expect(yield* records).toMatchObject({ items: [{ id: 3, reason: "not ours" }], total: 1 })
        yield* (yield* DeliveryQueue).enqueue([history(4)])
        const { items } = yield* (yield* QueueItems).list({
          kind: null, missionSlug: null, states: ["pending"], limit: 10, afterId: null
        })
        expect(items.map(({ id }) => id)).toEqual([4, 5, 6])
        const { events } = yield* (yield* QueueView).counts
        expect(events).toMatchObject({ captured: 4, dropped: 1, pending: 3 })
      }).pipe(Effect.provide(opened(home)))
    }))

  it.scoped("U-35 G-Q6 records with flipped bits are left out, and none of them stops the queue", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 1)
      behindItsBack(home, (database) => {
        database.exec(`INSERT INTO dropped (id, kind, subject, reason, dropped_at) VALUES
          (4611686018427387904, 'event', 's', 'beyond', 0), (2199023255552, 'event', 's', 'flipped', 0), (7, 'event', 's', 'never', 9007199254740991), (8, 'body', 's', 'kept', 5);
          CREATE VIEW spy AS SELECT * FROM content`)
      })
      yield* Effect.gen(function*() {
        expect(yield* records).toMatchObject({ items: [{ id: 8, reason: "kept" }], total: 1 })
        yield* (yield* DeliveryQueue).enqueue([history(9)])
      }).pipe(Effect.provide(opened(home)))
      expect(behindItsBack(home, (database) => database.prepare("SELECT max(id) FROM delivery").pluck().get())).toBe(11)
    }))

  it.scoped("U-35 G-R3 a page of quarantine is read off its index, and no page is sorted", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 1)
      const plan = (...states: ReadonlyArray<"pending" | "leased" | "quarantined">) =>
        behindItsBack(home, (database) =>
          database.prepare(`EXPLAIN QUERY PLAN SELECT id FROM delivery
            WHERE ${conditions({ kind: "body", missionSlug: null }, states).where} AND id > ? ORDER BY id LIMIT ?`)
            .all(0, 50).map((row) => String(Object(row).detail)).join("\n"))
      expect(plan("quarantined")).toMatch(/USING (COVERING )?INDEX delivery_quarantine/)
      for (const states of [["pending"], ["leased"], ["pending", "leased", "quarantined"]] as const) {
        expect(plan(...states)).not.toMatch(/TEMP B-TREE/)
      }
    }))
})
