import { describe, expect, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import { QueueDatabase } from "../../../../src/layers/sqlite/queue/QueueDatabase.js"
import { isAtLeast } from "../../../../src/layers/sqlite/queue/probe.js"
import { applicationId, schemaVersion } from "../../../../src/layers/sqlite/queue/schema.js"
import { DeliveryQueue } from "../../../../src/services/DeliveryQueue.js"
import { LamportClock } from "../../../../src/services/LamportClock.js"
import { QueueOpening } from "../../../../src/services/QueueOpening.js"
import { QueueView } from "../../../../src/services/QueueView.js"
import { aBody, history } from "../../../../src/laws/fixtures/queueItems.js"
import { everything, temporaryFolder, World } from "../../../../src/laws/fixtures/queueWorld.js"
import { behindItsBack, fileAt, filled, namesAt, opened } from "./openings.js"

const pragma = (name: string) =>
  Effect.flatMap(QueueDatabase, ({ sql }) => sql.unsafe<{ readonly [name: string]: unknown }>(`PRAGMA ${name}`))

const opening = Effect.flatMap(QueueOpening, ({ recovered }) => Effect.succeed(recovered))

/** Ours, and empty: version 0, before the first table. */
const outdated = (home: string) => {
  fs.mkdirSync(path.dirname(fileAt(home)), { recursive: true })
  behindItsBack(home, (database) => {
    database.pragma("auto_vacuum = INCREMENTAL")
    database.pragma(`application_id = ${applicationId}`)
    database.pragma("journal_mode = WAL")
  })
}

describe("opening the queue's file", () => {
  it.scoped("G-Q1 synchronous is FULL at every open, the first and the later ones", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      for (let open = 1; open <= 3; open++) {
        const [synchronous, journal, trusted, keys] = yield* Effect.provide(
          Effect.all([pragma("synchronous"), pragma("journal_mode"), pragma("trusted_schema"), pragma("foreign_keys")]),
          opened(home)
        )
        expect([synchronous, journal, trusted, keys]).toEqual([
          [{ synchronous: 2 }], [{ journal_mode: "wal" }], [{ trusted_schema: 0 }], [{ foreign_keys: 1 }]
        ])
      }
    }))

  it.scoped("S23 the folder is the owner's alone, and so are the file and its side files", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 1)
      fs.chmodSync(fileAt(home), 0o644)
      yield* Effect.gen(function*() {
        yield* (yield* DeliveryQueue).enqueue([history(9)])
        for (const name of namesAt(home)) {
          expect([name, fs.statSync(path.join(path.dirname(fileAt(home)), name)).mode & 0o777]).toEqual([name, 0o600])
        }
        expect(namesAt(home)).toEqual(["queue.db", "queue.db-shm", "queue.db-wal"])
        expect(fs.statSync(path.dirname(fileAt(home))).mode & 0o777).toBe(0o700)
      }).pipe(Effect.provide(opened(home)))
    }))

  it.scoped("G-Q10 SQLite before 3.51.3 is refused, and touches nothing", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const refused = yield* Effect.either(Effect.provide(opening, opened(home, { sqliteVersion: "3.51.2" })))
      expect(Either.getLeft(refused)).toMatchObject(Option.some({ reason: "sqlite_too_old" }))
      expect(fs.readdirSync(home)).toEqual([])
      expect(["3.51.3", "3.52.0", "4.0.0", "3.100.0"].map((version) => isAtLeast(version, "3.51.3")))
        .toEqual([true, true, true, true])
      expect(["3.51.2", "3.9.9", "2.99.99"].map((version) => isAtLeast(version, "3.51.3"))).toEqual([false, false, false])
    }))

  it.scoped("G-Q6 a newer schema is refused and left as it is", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 2)
      behindItsBack(home, (database) => database.pragma("user_version = 99"))
      const before = fs.readFileSync(fileAt(home))
      const refused = yield* Effect.either(Effect.provide(opening, opened(home)))
      expect(Either.getLeft(refused)).toMatchObject(Option.some({ reason: "newer_schema" }))
      expect(fs.readFileSync(fileAt(home)).equals(before)).toBe(true)
      expect(namesAt(home).filter((name) => !/^queue\.db(-wal|-shm)?$/.test(name))).toEqual([])
    }))

  it.scoped("G-Q11 links and folders in the file's place are refused and left as they are", () =>
    Effect.gen(function*() {
      const replace: ReadonlyArray<(file: string) => void> = [
        (file) => fs.mkdirSync(file),
        (file) => fs.symlinkSync("/etc/hostname", file),
        (file) => {
          fs.writeFileSync(`${file}.other`, "")
          fs.linkSync(`${file}.other`, file)
        },
        (file) => {
          fs.rmdirSync(path.dirname(file))
          fs.symlinkSync("/tmp", path.dirname(file))
        }
      ]
      for (const make of replace) {
        const home = yield* temporaryFolder
        fs.mkdirSync(path.dirname(fileAt(home)), { recursive: true })
        make(fileAt(home))
        const refused = yield* Effect.either(Effect.provide(opening, opened(home)))
        expect(Either.getLeft(refused)).toMatchObject(Option.some({ _tag: "QueueUnavailable" }))
        expect(fs.existsSync("/tmp/queue.db")).toBe(false)
      }
    }))

  it.scoped("G-Q6 S27 a trigger, a view or another index: moved aside, rows saved, told", () =>
    Effect.gen(function*() {
      const extras = [
        "CREATE TRIGGER steal AFTER INSERT ON delivery BEGIN DELETE FROM delivery; END",
        "CREATE VIEW spy AS SELECT * FROM content",
        "CREATE INDEX more ON delivery (reason)",
        "DROP INDEX delivery_due"
      ]
      for (const extra of extras) {
        const home = yield* temporaryFolder
        yield* filled(home, 2)
        behindItsBack(home, (database) => database.exec(extra))
        const recovered = yield* Effect.provide(opening, opened(home))
        expect(recovered).toMatchObject(Option.some({ salvaged: 4, reason: expect.stringContaining("schema") }))
      }
    }))

  it.scoped("G-R8 the Lamport clock starts above clock.json and goes on after a restart", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      fs.writeFileSync(path.join(home, "clock.json"), JSON.stringify({ value: 4711, node_id: "1f9c03ab77de" }))
      const reserve = (count: number) =>
        Effect.provide(Effect.flatMap(LamportClock, (clock) => clock.reserve(count)), opened(home))
      expect(yield* reserve(3)).toBe(4712)
      expect(yield* reserve(1)).toBe(4715)
      fs.writeFileSync(path.join(home, "clock.json"), "{")
      expect(yield* reserve(1)).toBe(4716)
    }))

  it.scoped("B-13 G-D1 what was queued is there after a restart, due when it was due, bytes as they were", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const text = "\ufeffBOM, \r\n, NUL \u0000, 🍵 and ü\n"
      yield* Effect.provide(Effect.flatMap(DeliveryQueue, (queue) => queue.enqueue([aBody("spec.md", text)])), opened(home))
      const [claim] = yield* Effect.provide(Effect.flatMap(DeliveryQueue, (queue) => queue.claimBodies(everything)), opened(home))
      expect(claim?.body.value.content_body).toBe(text)
      const counts = yield* Effect.provide(Effect.flatMap(QueueView, (view) => view.counts), opened(home))
      expect(counts.bodies).toMatchObject({ captured: 1, leased: 1 })
    }))

  it.scoped("G-Q6 a file of an older version is migrated", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      outdated(home)
      expect(yield* Effect.provide(opening, opened(home))).toEqual(Option.none())
      const migrated = behindItsBack(home, (database) => database.pragma("user_version", { simple: true }))
      expect(migrated).toBe(schemaVersion)
      yield* filled(home, 1)
    }))

  it.scoped("G-Q6 G-Q7 a file that another process keeps from being migrated is told as busy, and migrated once it let go", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      outdated(home)
      // With this table there, the migrator's first write is the one whose failure it takes for a migration.
      behindItsBack(home, (database) =>
        database.exec(`CREATE TABLE effect_sql_migrations (migration_id integer PRIMARY KEY NOT NULL,
          created_at datetime NOT NULL DEFAULT current_timestamp, name VARCHAR(255) NOT NULL)`))
      const other = new Database(fileAt(home))
      yield* Effect.addFinalizer(() => Effect.sync(() => other.close()))
      other.exec("BEGIN IMMEDIATE")
      const refused = yield* Effect.either(Effect.provide(opening, opened(home)))
      expect(Either.getLeft(refused)).toMatchObject(Option.some({
        _tag: "QueueUnavailable", reason: "busy", detail: "it could not be migrated"
      }))
      other.exec("ROLLBACK")
      expect(yield* Effect.provide(opening, opened(home))).toEqual(Option.none())
      yield* filled(home, 1)
    }))

  it.scoped("G-Q6 a version older than the migrations that were run is damage: moved aside, rows saved, told", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 2)
      behindItsBack(home, (database) => database.pragma("user_version = 0"))
      const recovered = yield* Effect.provide(opening, opened(home))
      expect(recovered).toMatchObject(Option.some({ salvaged: 4, reason: "its version is older than its migrations" }))
    }))

  it.scopedLive("G-Q9 the file lock of a process that is gone is taken over; a file half made is not seen", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      fs.mkdirSync(path.dirname(fileAt(home)), { recursive: true })
      fs.writeFileSync(`${fileAt(home)}.new-0`, "half made")
      fs.writeFileSync(`${fileAt(home)}.lock`, "a process that is gone")
      const steered = Layer.effectDiscard(Effect.map(World, ({ gone }) => gone.add("a process that is gone")))
      expect(yield* Effect.provide(opening, opened(home, undefined, {}, steered))).toEqual(Option.none())
      expect(namesAt(home)).toEqual(["queue.db"])
    }))
})
