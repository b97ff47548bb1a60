import { describe, expect, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import { bodyRow, eventRow, legacyEnvelope, makeLegacyQueue, otherProject } from "../../fixtures/legacy/legacyQueues.js"
import { filesBelow, legacyHome, migrate, unmigrated } from "./legacy/legacyWorld.js"

const change = (file: string, statement: string) => new Database(file).exec(statement).close()

describe("rows that the original tool left behind", () => {
  it.scoped("I-19 none without its files, none in a queue of others, and nothing is made to look", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      expect(yield* unmigrated(home)).toEqual(Option.none())
      const others = JSON.stringify(legacyEnvelope(1, { project_uuid: otherProject }))
      makeLegacyQueue(path.join(home, "queue.db"), { ddl: "current", events: [eventRow(1, others)], bodies: [bodyRow(1, "x", { project_uuid: otherProject })] })
      fs.writeFileSync(path.join(home, "queues"), "no folder")
      const before = filesBelow(home)
      expect(yield* unmigrated(home)).toEqual(Option.none())
      expect(filesBelow(home)).toEqual(before)
      expect(fs.readdirSync(home)).toEqual(["queue.db", "queues"])
    }))

  it.scoped("I-19 those of this project are counted over all files; one of nobody that can be told holds up no project", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      makeLegacyQueue(path.join(home, "queue.db"), { ddl: "before the cutover", events: [eventRow(1), eventRow(2, "{")], bodies: [bodyRow(1)] })
      makeLegacyQueue(path.join(home, "queues/queue-1.db"), { ddl: "bodies alone", bodies: [bodyRow(2)] })
      fs.writeFileSync(path.join(home, "queues/queue-2.db"), "no database")
      expect(yield* unmigrated(home)).toMatchObject(Option.some({ file: path.join(home, "queue.db"), events: 1, bodies: 2, code: "LEGACY-02" }))
      fs.rmSync(path.join(home, "queues"), { recursive: true })
      fs.rmSync(path.join(home, "queue.db"))
      makeLegacyQueue(path.join(home, "queue.db"), { ddl: "current", events: [eventRow(1, "{")] })
      expect(yield* unmigrated(home)).toEqual(Option.none())
    }))

  it.scoped("I-19 G-M1 what came over is no longer told, until the original queues more or another content", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      const file = path.join(home, "queue.db")
      makeLegacyQueue(file, { ddl: "current", events: [eventRow(1), eventRow(2, "{")], bodies: [bodyRow(1)] })
      yield* migrate(home)
      expect(yield* unmigrated(home)).toEqual(Option.none())
      change(file, "UPDATE body_upload_queue SET retry_count = 3, next_attempt_at = 7, last_error = '503'; UPDATE queue SET retry_count = 1")
      expect(yield* unmigrated(home)).toEqual(Option.none())
      change(file, "ALTER TABLE queue ADD COLUMN later TEXT")
      expect(yield* unmigrated(home)).toEqual(Option.none())
      makeLegacyQueue(file, { ddl: "current", bodies: [bodyRow(2)] })
      expect(yield* unmigrated(home)).toMatchObject(Option.some({ events: 0, bodies: 1 }))
      yield* migrate(home)
      expect(yield* unmigrated(home)).toEqual(Option.none())
      change(file, `UPDATE queue SET data = json_set(data, '$.team_slug', 'another') WHERE id = 1`)
      expect(yield* unmigrated(home)).toMatchObject(Option.some({ events: 1, bodies: 0 }))
      yield* migrate(home)
      expect(yield* unmigrated(home)).toEqual(Option.none())
      fs.rmSync(file)
      expect(yield* unmigrated(home)).toEqual(Option.none())
    }))
})
