import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import {
  bodyRow, eventRow, type LegacyDdl, legacyDdl, makeLegacyQueue, manyBodies, manyEvents, sha256
} from "../../../fixtures/legacy/legacyQueues.js"
import { ask, conserved, contentsOf, filesBelow, legacyHome, migrate, ownFile, plan, takeBack, tallyOf, unmigrated } from "./legacyWorld.js"

const isDdl = (name: string): name is LegacyDdl => Object.hasOwn(legacyDdl, name)
const ddls = Object.keys(legacyDdl).filter(isDdl)

describe("the original tool's queues", () => {
  for (const ddl of ddls) {
    it.scoped(`I-23 G-M3 G-M5 of the shape "${ddl}": all rows have one place, the plan says which, and the files stay`, () =>
      Effect.gen(function*() {
        const home = yield* legacyHome
        const [events, bodies] = [manyEvents(120), manyBodies(120)]
        const file = path.join(home, "queue.db")
        makeLegacyQueue(file, { ddl, loose: true, events: events.map(({ row }) => row), bodies: bodies.map(({ row }) => row) })
        const before = filesBelow(home)
        const [ofEvents, ofBodies] = [ddl === "bodies alone" ? [] : events, ddl === "events alone" ? [] : bodies].map(tallyOf)
        const { leftAlone, queues } = yield* plan(home)
        expect(leftAlone).toEqual([])
        expect(queues).toMatchObject([{ file, events: ofEvents, bodies: ofBodies }])
        expect(fs.existsSync(path.dirname(ownFile(home)))).toBe(false)
        expect(yield* migrate(home)).toEqual({
          events: { copied: ofEvents?.to_copy, quarantined: ofEvents?.to_quarantine },
          bodies: { copied: ofBodies?.to_copy, quarantined: ofBodies?.to_quarantine }
        })
        expect(filesBelow(home)).toEqual(before)
        yield* conserved(home)
        const first = contentsOf(home)
        expect(yield* migrate(home)).toEqual({ events: { copied: 0, quarantined: 0 }, bodies: { copied: 0, quarantined: 0 } })
        expect(contentsOf(home)).toEqual(first)
        expect((yield* plan(home)).queues[0]?.bodies).toMatchObject({ to_copy: 0, to_quarantine: 0 })
      }), 60_000)
  }

  it.scoped("I-23 G-M3 G-H3 10,000 rows of every oddity: in = copied + quarantined + others, and bodies byte for byte", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      const [events, bodies] = [manyEvents(5000), manyBodies(5000)]
      makeLegacyQueue(path.join(home, "queues/queue-313fdd640a42b067.db"), {
        ddl: "before the cutover", loose: true, events: events.map(({ row }) => row), bodies: bodies.map(({ row }) => row)
      })
      const { queues } = yield* plan(home)
      expect(queues).toMatchObject([{ events: tallyOf(events), bodies: tallyOf(bodies) }])
      yield* migrate(home)
      const copied = bodies.filter(({ fate }) => fate === "copy").map(({ row }) => row["content_body"])
        .map((cell) => cell instanceof Uint8Array ? Buffer.from(cell).toString() : cell)
      const stored = ask(home, "SELECT c.body FROM delivery d JOIN content c ON c.hash = d.content_hash")
        .map((row) => Object(row).body)
      expect(stored.toSorted()).toEqual(copied.toSorted())
      const columns = JSON.stringify(ask(home, "SELECT sql FROM sqlite_schema"))
      expect(columns).not.toMatch(/feature|mission_key/i)
      const copiedJson = ask(home, "SELECT e.json FROM event_text e").map((row) => String(Object(row).json)).join("\n")
      expect(copiedJson).not.toMatch(/"(feature_slug|feature_number|feature_type|mission_key)":|Feature(Created|Closed|Completed)"/)
      const keys = JSON.stringify(ask(home, "SELECT dropped FROM migrated WHERE dropped IS NOT NULL"))
      expect(keys).not.toMatch(/(feature_slug|feature_number|feature_type|mission_key)\\":/)
      yield* conserved(home)
      expect(yield* unmigrated(home)).toMatchObject({ _tag: "None" })
    }), 120_000)

  it.scoped("I-23 a row that can't be sent keeps its bytes and its other cells", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      const bytes = new Uint8Array([0xff, 0x00, 0xfe])
      makeLegacyQueue(path.join(home, "queue.db"), {
        ddl: "before the cutover",
        loose: true,
        events: [{ ...eventRow(1, bytes), event_type: "FeatureCreated" }],
        bodies: [bodyRow(2, "x", { target_branch: null })]
      })
      expect(yield* migrate(home)).toMatchObject({ events: { quarantined: 1 }, bodies: { quarantined: 1 } })
      const rows = contentsOf(home).map((row) => Object(row))
      expect([...rows[0].raw]).toEqual([...bytes])
      expect(rows[0]).toMatchObject({ state: "quarantined", reason_code: "unreadable_row", subject: "MissionCreated" })
      expect(rows[1]).toMatchObject({ state: "quarantined", subject: "research/note-2.md" })
      expect(Buffer.from(rows[1].raw).toString()).toBe("x")
      expect(JSON.parse(rows[1].cells)).toEqual(expect.arrayContaining([
        ["feature_slug", "text", "071-invoice-export"], ["target_branch", "null", ""], ["content_hash", "text", sha256("x")]
      ]))
    }))

  it.scoped("I-25 taken back, it is as if it had never come; and it can come again", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      const [events, bodies] = [manyEvents(60), manyBodies(60)]
      makeLegacyQueue(path.join(home, "queue.db"), {
        ddl: "current", loose: true, events: events.map(({ row }) => row), bodies: bodies.map(({ row }) => row)
      })
      expect(yield* takeBack(home)).toBe(0)
      expect(fs.existsSync(ownFile(home))).toBe(false)
      const first = yield* migrate(home)
      const contents = contentsOf(home)
      const { bodies: b, events: e } = first
      expect(yield* takeBack(home)).toBe(e.copied + e.quarantined + b.copied + b.quarantined)
      expect(contentsOf(home)).toEqual([])
      expect(ask(home, "SELECT kind, captured, pending, quarantined, content_bytes FROM tally ORDER BY kind")).toEqual([
        { kind: "body", captured: 0, pending: 0, quarantined: 0, content_bytes: 0 },
        { kind: "event", captured: 0, pending: 0, quarantined: 0, content_bytes: 0 }
      ])
      expect(ask(home, "SELECT * FROM content")).toEqual([])
      expect(ask(home, "SELECT * FROM migrated")).toEqual([])
      expect((yield* unmigrated(home))._tag).toBe("Some")
      expect(yield* migrate(home)).toEqual(first)
      expect(contentsOf(home)).toEqual(contents)
      yield* conserved(home)
    }), 60_000)
})
