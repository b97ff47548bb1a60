import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import * as QueueContentsLook from "../../../src/layers/sqlite/QueueContentsLook.js"
import * as QueueLook from "../../../src/layers/sqlite/QueueLook.js"
import { schemaVersion } from "../../../src/layers/sqlite/queue/schema.js"
import { QueueAudit } from "../../../src/services/QueueAudit.js"
import { QueueContents } from "../../../src/services/QueueContents.js"
import { QueueView } from "../../../src/services/QueueView.js"
import { project } from "../../../src/laws/fixtures/queueItems.js"
import { temporaryFolder, worldAt } from "../../../src/laws/fixtures/queueWorld.js"
import { behindItsBack, fileAt, filled, namesAt } from "./queue/openings.js"

const looking = (home: string) =>
  Layer.merge(QueueLook.layer(Option.some(project)), QueueContentsLook.layer(Option.some(project))).pipe(
    Layer.provide(worldAt(home))
  )

const look = Effect.gen(function*() {
  const counts = yield* (yield* QueueView).counts
  const file = yield* (yield* QueueAudit).file
  const { rows } = yield* (yield* QueueContents).check
  return { events: counts.events.pending, bodies: counts.bodies.pending, rows, file: Option.map(file, ({ faults }) => faults) }
})
const error = (home: string) =>
  Effect.map(Effect.flip(Effect.provide(look, looking(home))), (failed) => `${failed.reason}: ${failed.detail}`)

describe("looking at a queue", () => {
  it.scoped("U-34 where there is none, nothing is made", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      expect(yield* Effect.provide(look, looking(home))).toEqual({ events: 0, bodies: 0, rows: 0, file: Option.none() })
      expect(fs.readdirSync(home)).toEqual([])
    }))

  it.scoped("G-H3 U-25 where there is one, all of it is seen", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 3)
      expect(yield* Effect.provide(look, looking(home))).toEqual({ events: 3, bodies: 3, rows: 6, file: Option.some([]) })
    }))

  /** SQLite itself keeps two files beside a database that is read. */
  const namesOf = (home: string) => namesAt(home).filter((name) => !/-(wal|shm)$/.test(name))

  it.scoped("U-25 a damaged one is told and left where it is: only commands that write move it aside", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 3)
      behindItsBack(home, (database) => database.pragma("application_id = 42"))
      const [names, bytes] = [namesOf(home), fs.readFileSync(fileAt(home))]
      expect(yield* error(home)).toBe("not_a_database: its application id is not ours")
      expect(namesOf(home)).toEqual(names)
      expect(fs.readFileSync(fileAt(home)).equals(bytes)).toBe(true)
      fs.rmSync(fileAt(home))
      fs.writeFileSync(`${fileAt(home)}-wal`, "frames")
      expect(yield* error(home)).toMatch(/not_a_database: the file is gone/)
    }))

  it.scoped("U-25 one of a newer release is refused", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 1)
      behindItsBack(home, (database) => database.pragma("user_version = 99"))
      expect(yield* error(home)).toMatch(/^newer_schema/)
    }))

  it.scoped("G-Q5 what is only in the -wal of a process that died is seen", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 2)
      const folder = path.dirname(fileAt(home))
      behindItsBack(home, (database) => {
        database.pragma("wal_autocheckpoint = 0")
        database.exec("UPDATE tally SET captured = captured + 1, pending = pending + 1 WHERE kind = 'event'")
        for (const name of ["queue.db", "queue.db-wal"]) fs.copyFileSync(path.join(folder, name), path.join(home, name))
      })
      for (const name of ["queue.db", "queue.db-wal"]) fs.renameSync(path.join(home, name), path.join(folder, name))
      expect((yield* Effect.provide(look, looking(home))).events).toBe(3)
    }))

  it.scoped("U-25 one of an older release is read from a copy that is brought up to date, and is left as it is", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 2)
      behindItsBack(home, (database) => {
        database.exec(`DROP INDEX delivery_bodies; ALTER TABLE delivery DROP COLUMN held;
          CREATE INDEX delivery_bodies ON delivery (id, due_at) WHERE kind = 'body' AND state = 'pending';
          DROP TABLE dropped; DROP TABLE migrated; DROP TABLE migrated_file; DROP TABLE migrated_raw;
          DELETE FROM effect_sql_migrations WHERE migration_id > 1; PRAGMA user_version = 1`)
      })
      expect(yield* Effect.provide(look, looking(home))).toMatchObject({ events: 2, bodies: 2, rows: 4 })
      const seen = Effect.flatMap(QueueAudit, ({ file }) => Effect.map(file, Option.map(({ schemaVersion: version }) => version)))
      expect(yield* Effect.provide(seen, looking(home))).toEqual(Option.some(schemaVersion))
      expect(behindItsBack(home, (database) => database.pragma("user_version", { simple: true }))).toBe(1)
      expect(fs.readdirSync(path.dirname(home)).filter((name) => name.startsWith("spec-kitty-look-"))).toEqual([])
    }))
})
