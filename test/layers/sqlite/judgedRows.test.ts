import { describe, expect, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as QueueItemsLook from "../../../src/layers/sqlite/QueueItemsLook.js"
import { QueueContents } from "../../../src/services/QueueContents.js"
import { QueueItems } from "../../../src/services/QueueItems.js"
import { project, ulidOf } from "../../../src/laws/fixtures/queueItems.js"
import { temporaryFolder, worldAt } from "../../../src/laws/fixtures/queueWorld.js"
import { behindItsBack, fileAt, filled, namesAt } from "./queue/openings.js"

const looking = (home: string) => Layer.provide(QueueItemsLook.layer(Option.some(project)), worldAt(home))

/** SQLite itself keeps two files beside a database that is read. */
const namesOf = (home: string) => namesAt(home).filter((name) => !/-(wal|shm)$/.test(name))

const canary = "canary-3b1f"

/** Rows 1, 3, 5 … are events, 2, 4, 6 … bodies: each is hurt in a way of its own, as a third party may have written it. */
const hurt = (home: string) =>
  behindItsBack(home, (database) => {
    const edit = (id: number, change: (event: Record<string, unknown>) => void) => {
      const [text] = database.prepare<[number], { json: string }>("SELECT json FROM event_text WHERE delivery_id = ?").all(id)
      const event: Record<string, unknown> = JSON.parse(text?.json ?? "")
      change(event)
      database.prepare("UPDATE event_text SET json = ? WHERE delivery_id = ?").run(JSON.stringify(event), id)
    }
    edit(1, (event) => Object.assign(event, { schema_version: "2.9.0", aggregate_type: canary, payload: { secret: canary } }))
    edit(3, (event) => Object.assign(event, { event_id: ulidOf(99) }))
    database.exec(`UPDATE event_text SET json = '{"${canary}' WHERE delivery_id = 5;
      DELETE FROM event_text WHERE delivery_id = 7;
      UPDATE content SET body = body || '${canary}' WHERE hash = (SELECT content_hash FROM delivery WHERE id = 2);
      UPDATE delivery SET namespace_key = '["${canary}", 7]' WHERE id = 4;
      UPDATE delivery SET subject = '../${canary}' WHERE id = 6;
      UPDATE delivery SET content_hash = NULL WHERE id = 8;
      UPDATE delivery SET state = 'quarantined', reason_code = 'unreadable_row', reason = 'its data is no JSON' WHERE id = 9;
      INSERT INTO migrated_raw (delivery_id, type, raw, cells) VALUES (9, 'text', x'00', '[]')`)
  })

describe("judging the rows of a queue's file", () => {
  it.scoped("N-11 G-D8 what a third party wrote into it is found, with the place and the rule, and never the value", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 6)
      hurt(home)
      const rows = yield* Effect.provide(Effect.flatMap(QueueContents, (contents) => contents.judged({ afterId: 0, missionSlug: null })), looking(home))
      expect(rows).toHaveLength(12)
      const faults = Object.fromEntries(rows.map((row) => [row.id, row.faults.map(({ pointer, rule }) => `${pointer}: ${rule}`)]))
      expect(faults[1]).toEqual(expect.arrayContaining([
        "/schema_version: must be 3.0.0",
        "/aggregate_type: must be one of Mission, WorkPackage, MissionDossier",
        "/payload/mission_slug: is required",
        "/payload/wp_id: is required"
      ]))
      expect(faults[3]).toEqual(["/event_id: must be the id that the row is queued under"])
      expect(faults[5]).toEqual([": must be JSON"])
      expect(faults[7]).toEqual([": its stored text is missing"])
      expect(faults[2]).toEqual(["/content_hash: must be the SHA-256 of content_body"])
      expect(faults[4]).toEqual(expect.arrayContaining(["/project_uuid: must be a lower-case UUID", "/target_branch: is required"]))
      expect(faults[6]).toEqual(["/artifact_path: must be a relative path inside the mission with / between segments"])
      expect(faults[8]).toEqual([": its stored text is missing"])
      expect(rows[8]).toMatchObject({ isForeign: true, state: "quarantined", reasonCode: "unreadable_row", faults: [{ pointer: "" }] })
      expect(rows.slice(9).every((row) => row.faults.length === 0 && !row.isForeign)).toBe(true)
      expect(JSON.stringify(rows.map((row) => row.faults))).not.toContain(canary)
    }))

  it.scoped("U-34 U-25 looking makes, moves and changes nothing: neither where there is no queue nor in one that is damaged", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const look = Effect.gen(function*() {
        const { total } = yield* (yield* QueueItems).list({ kind: null, missionSlug: null, states: ["pending"], limit: 0, afterId: null })
        return [total, (yield* (yield* QueueContents).judged({ afterId: 0, missionSlug: null })).length]
      })
      expect(yield* Effect.provide(look, looking(home))).toEqual([0, 0])
      expect(fs.readdirSync(home)).toEqual([])
      yield* filled(home, 3)
      const bytes = fs.readFileSync(fileAt(home))
      expect(yield* Effect.provide(look, looking(home))).toEqual([6, 6])
      expect(fs.readFileSync(fileAt(home)).equals(bytes)).toBe(true)
      behindItsBack(home, (database) => database.pragma("application_id = 42"))
      const names = namesOf(home)
      const failed = yield* Effect.flip(Effect.provide(look, looking(home)))
      expect(`${failed.reason}: ${failed.detail}`).toBe("not_a_database: its application id is not ours")
      expect(namesOf(home)).toEqual(names)
    }))

  it.scoped("G-D8 while another process writes, a look goes on, and sees what was queued meanwhile", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 40)
      const look = Effect.gen(function*() {
        const { judged } = yield* QueueContents
        const first = yield* judged({ afterId: 0, missionSlug: null })
        const writer = new Database(fileAt(home))
        writer.exec("BEGIN IMMEDIATE; UPDATE delivery SET claims = claims + 1")
        const second = yield* judged({ afterId: first.at(-1)?.id ?? 0, missionSlug: null })
        writer.exec("COMMIT")
        writer.close()
        return [first.length, second.length]
      })
      expect(yield* Effect.provide(look, looking(home))).toEqual([64, 16])
    }))
})
