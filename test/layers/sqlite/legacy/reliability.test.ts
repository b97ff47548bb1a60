import { SqlError } from "@effect/sql/SqlError"
import { describe, expect, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as fs from "node:fs"
import * as path from "node:path"
import { temporaryFolder, worldAt } from "../../../../src/laws/fixtures/queueWorld.js"
import { migrateRows } from "../../../../src/layers/sqlite/legacy/migrateRows.js"
import { openQueue } from "../../../../src/layers/sqlite/queue/open.js"
import { makeQueueDatabase, QueueDatabase } from "../../../../src/layers/sqlite/queue/QueueDatabase.js"
import { LamportClock } from "../../../../src/services/LamportClock.js"
import { bodyRow, eventRow, legacyEnvelope, makeLegacyQueue, manyBodies, manyEvents } from "../../../fixtures/legacy/legacyQueues.js"
import { legacyScope } from "../../../fixtures/legacy/legacyScope.js"
import { ask, conserved, contentsOf, filesBelow, legacyHome, migrate, ownFile, ownQueue, plan } from "./legacyWorld.js"

const nothing = { events: { copied: 0, quarantined: 0 }, bodies: { copied: 0, quarantined: 0 } }
/** Rows of `few` that get a row of ours. */
const ours = [...manyEvents(9), ...manyBodies(9)].filter(({ fate }) => fate !== "others").length
const few = (file: string) =>
  makeLegacyQueue(file, {
    ddl: "before the cutover", loose: true, events: manyEvents(9).map(({ row }) => row), bodies: manyBodies(9).map(({ row }) => row)
  })

/** Runs a migration whose statement number `failing` fails; says whether it got that far. */
const migrateFailingAt = (home: string, failing: number) =>
  Effect.gen(function*() {
    const { identity, path: file, sql } = yield* openQueue(legacyScope.project)
    let statements = 0
    const counted = <A>(make: () => A): A => {
      if (++statements === failing) throw new SqlError({ cause: new Error("stopped by the test"), message: "stopped" })
      return make()
    }
    const faulty = new Proxy(sql, {
      apply: (target, self, parameters) => counted(() => Reflect.apply(target, self, parameters)),
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key)
        return key === "unsafe" && Predicate.isFunction(value)
          ? (...parameters: ReadonlyArray<unknown>) => counted(() => Reflect.apply(value, target, parameters))
          : value
      }
    })
    const exit = yield* Effect.exit(Effect.provideService(migrateRows(legacyScope), QueueDatabase, makeQueueDatabase(faulty, file, identity)))
    return exit._tag === "Failure"
  }).pipe(Effect.scoped, Effect.provide(worldAt(home)))

describe("migration", () => {
  it.scoped("I-24 G-M1 stopped at any statement it leaves nothing, and the next run brings everything over", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      few(path.join(home, "queue.db"))
      const before = filesBelow(home)
      let failing = 1
      for (; yield* migrateFailingAt(home, failing); failing++) {
        expect(contentsOf(home), `statement ${failing}`).toEqual([])
        expect(ask(home, "SELECT * FROM migrated"), `statement ${failing}`).toEqual([])
        expect(ask(home, "SELECT sum(captured) AS n FROM tally"), `statement ${failing}`).toEqual([{ n: 0 }])
      }
      expect(failing).toBeGreaterThan(20)
      expect(contentsOf(home)).toHaveLength(ours)
      expect(filesBelow(home)).toEqual(before)
      expect(yield* migrate(home)).toEqual(nothing)
      yield* conserved(home)
    }), 120_000)

  it.scopedLive("G-M1 three at once: one brings the rows over, and no row comes twice", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      few(path.join(home, "queue.db"))
      const all = yield* Effect.all([migrate(home), migrate(home), migrate(home)], { concurrency: 3 })
      expect(all.filter(({ bodies, events }) => bodies.copied + events.copied > 0)).toHaveLength(1)
      expect(contentsOf(home)).toHaveLength(ours)
      yield* conserved(home)
    }), 60_000)

  it.scoped("G-M2 one event in two files: equal it comes once, different both are kept, and the newer one is named", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      const twice = eventRow(1, JSON.stringify(legacyEnvelope(1)))
      const changed = eventRow(2, JSON.stringify(legacyEnvelope(2, { team_slug: "another" })))
      makeLegacyQueue(path.join(home, "queue.db"), { ddl: "current", events: [twice, eventRow(2)], bodies: [bodyRow(1)] })
      makeLegacyQueue(path.join(home, "queues/queue-0.db"), {
        ddl: "before the cutover", events: [twice, { ...changed, timestamp: 1_775_480_000 }], bodies: [bodyRow(1)]
      })
      const { queues } = yield* plan(home)
      expect(queues).toMatchObject([
        { events: { to_copy: 2, already: 0 }, bodies: { to_copy: 1 } },
        { events: { to_copy: 0, already: 1, to_quarantine: 1 }, bodies: { already: 1 }, quarantine_reasons: { divergent_duplicate: 1 } }
      ])
      expect(yield* migrate(home)).toMatchObject({ events: { copied: 2, quarantined: 1 }, bodies: { copied: 1 } })
      const stuck = contentsOf(home).map((row) => Object(row)).filter(({ state }) => state === "quarantined")
      expect(stuck).toMatchObject([{ reason: expect.stringContaining("this one is the newer one") }])
      expect(Buffer.from(stuck[0].raw).toString()).toBe(changed["data"])
      expect(yield* migrate(home)).toEqual(nothing)
    }))

  it.scoped("G-R8 I-23 the Lamport clock ends above clock.json and above every event that came", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      const next = Effect.provide(Effect.flatMap(LamportClock, (clock) => clock.reserve(1)), ownQueue(home))
      expect(yield* next).toBe(1)
      makeLegacyQueue(path.join(home, "queue.db"), { ddl: "current", events: [eventRow(700)] })
      yield* migrate(home)
      expect(yield* next).toBe(702)
      fs.writeFileSync(path.join(home, "clock.json"), JSON.stringify({ value: 4711 }))
      yield* migrate(home)
      expect(yield* next).toBe(4712)
    }))

  it.scoped("B-20 more rows than the queue takes: the plan fails as the migration does, and nothing came", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      few(path.join(home, "queue.db"))
      for (const changes of [{ queueMaxItems: 3 }, { queueMaxBytes: 10 }]) {
        const [planned, run] = [yield* Effect.flip(plan(home, changes)), yield* Effect.flip(migrate(home, changes))]
        expect([planned._tag, run._tag]).toEqual(["QueueFull", "QueueFull"])
        expect(planned.why).toBe(run.why)
        expect(contentsOf(home)).toEqual([])
      }
    }))
})

describe("files that can't be read", () => {
  const others: ReadonlyArray<readonly [string, string, (file: string) => void]> = [
    ["no database", "damaged, or no SQLite", (file) => fs.writeFileSync(file, "not a database at all, but long enough to be read as one".repeat(20))],
    ["unknown tables", "none of the tables", (file) => new Database(file).exec("CREATE TABLE other (a)").close()],
    ["a view in a table's place", "no table as the original", (file) =>
      new Database(file).exec("CREATE TABLE t (data); CREATE VIEW queue AS SELECT * FROM t").close()],
    ["a link", "no regular file", (file) => fs.symlinkSync("/etc/hostname", file)],
    ["a folder", "no regular file", (file) => fs.mkdirSync(file)],
    ["a damaged page", "damage", (file) => {
      makeLegacyQueue(file, { ddl: "current", bodies: Array.from({ length: 40 }, (_, n) => bodyRow(n, `${n}`.padEnd(8000, "x"))) })
      const descriptor = fs.openSync(file, "r+")
      fs.writeSync(descriptor, Buffer.alloc(4096, 7), 0, 4096, fs.fstatSync(descriptor).size - 3 * 4096)
      fs.closeSync(descriptor)
    }]
  ]
  for (const [name, detail, make] of others) {
    it.scoped(`G-M3 ${name}: named, left as it is, and the others come over`, () =>
      Effect.gen(function*() {
        const home = yield* legacyHome
        makeLegacyQueue(path.join(home, "queue.db"), { ddl: "current", bodies: [bodyRow(1)] })
        const file = path.join(home, "queues/queue-1.db")
        fs.mkdirSync(path.dirname(file))
        make(file)
        const before = filesBelow(home)
        const { leftAlone, queues } = yield* plan(home)
        expect(leftAlone).toEqual([{ path: file, line: null, detail: expect.stringContaining(detail) }])
        expect(queues).toHaveLength(1)
        expect(yield* migrate(home)).toMatchObject({ bodies: { copied: 1 } })
        expect(filesBelow(home)).toEqual(before)
      }), 30_000)
  }

  it.scoped("G-M3 locked by another process: named, and the rows come once it let go", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      const file = path.join(home, "queue.db")
      makeLegacyQueue(file, { ddl: "current", bodies: [bodyRow(1)] })
      const other = new Database(file)
      other.exec("BEGIN EXCLUSIVE")
      const { leftAlone } = yield* plan(home)
      expect(leftAlone).toMatchObject([{ detail: "another process has locked it" }])
      expect(yield* migrate(home)).toEqual(nothing)
      other.exec("ROLLBACK")
      other.close()
      expect(yield* migrate(home)).toMatchObject({ bodies: { copied: 1 } })
    }), 30_000)

  for (const mode of ["WAL", "PERSIST"]) {
    it.scoped(`I-23 G-M1 in ${mode} mode, its side files beside it: rows of the log come too, and no file is touched or made`, () =>
      Effect.gen(function*() {
        const home = yield* legacyHome
        const file = path.join(home, "queue.db")
        makeLegacyQueue(file, { ddl: "current", bodies: [bodyRow(1)] })
        const writer = new Database(file)
        writer.pragma(`journal_mode = ${mode}`)
        writer.exec(`INSERT INTO body_upload_queue SELECT 2, project_uuid, mission_slug, target_branch, mission_type, manifest_version,
          'plan.md', content_hash, 'sha256', content_body, 1, 0, 0, created_at, NULL FROM body_upload_queue`)
        const before = filesBelow(home)
        expect((yield* plan(home)).queues).toMatchObject([{ bodies: { to_copy: 2 } }])
        expect(fs.existsSync(path.join(home, "projects"))).toBe(false)
        expect(yield* migrate(home)).toMatchObject({ bodies: { copied: 2 } })
        expect(filesBelow(home)).toEqual(before)
        expect(fs.readdirSync(path.dirname(ownFile(home))).filter((name) => name.startsWith("original-"))).toEqual([])
        writer.close()
      }))
  }

  it.scoped("I-23 in WAL mode without side files none is made", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      const file = path.join(home, "queue.db")
      makeLegacyQueue(file, { ddl: "current", bodies: [bodyRow(1)] })
      const writer = new Database(file)
      writer.pragma("journal_mode = WAL")
      writer.close()
      const before = filesBelow(home)
      expect(before).toHaveLength(1)
      const copied = yield* Effect.either(migrate(home))
      expect(Either.getRight(copied)).toMatchObject(Option.some({ bodies: { copied: 1 } }))
      expect(filesBelow(home)).toEqual(before)
    }))
})

