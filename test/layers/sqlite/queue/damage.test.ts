import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as fs from "node:fs"
import * as path from "node:path"
import { DeliveryQueue } from "../../../../src/services/DeliveryQueue.js"
import { QueueOpening } from "../../../../src/services/QueueOpening.js"
import { QueueView } from "../../../../src/services/QueueView.js"
import { everything, temporaryFolder } from "../../../../src/laws/fixtures/queueWorld.js"
import { aBody, history, sha256 } from "../../../../src/laws/fixtures/queueItems.js"
import { behindItsBack, fileAt, filled, namesAt, opened } from "./openings.js"

const pageBytes = 4096

/** What a process makes of a file: how it opened, what it could deliver of it, and that it works from then on. */
const use = (home: string) =>
  Effect.gen(function*() {
    const queue = yield* DeliveryQueue
    const { recovered } = yield* QueueOpening
    const events = yield* queue.claimEvents(everything)
    const bodies = yield* queue.claimBodies(everything)
    for (const { body } of bodies) expect(sha256(body.value.content_body)).toBe(body.value.content_hash)
    yield* queue.enqueue([history(9_999)])
    const { bodies: bodyCounts, events: eventCounts } = yield* (yield* QueueView).counts
    const quarantined = bodyCounts.quarantined + eventCounts.quarantined
    return { recovered, sent: events.length + bodies.length, quarantined }
  }).pipe(Effect.provide(opened(home)))

/** A copy of a filled queue, damaged by `damage`. */
const damaged = (source: string, damage: (file: string, bytes: Buffer) => void) =>
  Effect.gen(function*() {
    const home = yield* temporaryFolder
    fs.cpSync(source, home, { recursive: true })
    damage(fileAt(home), fs.readFileSync(fileAt(home)))
    return home
  })

const rows = 24

describe("a damaged queue file", () => {
  it.scoped("G-Q6 a file that is no queue at all is moved aside, told, and replaced", () =>
    Effect.gen(function*() {
      const source = yield* temporaryFolder
      yield* filled(source, rows / 2)
      const replacements: Record<string, (file: string, bytes: Buffer) => void> = {
        "a text file": (file) => fs.writeFileSync(file, "not a database\n".repeat(500)),
        "an empty file": (file) => fs.writeFileSync(file, ""),
        "a zeroed header": (file, bytes) => fs.writeFileSync(file, bytes.fill(0, 0, 100)),
        "one byte": (file) => fs.writeFileSync(file, "S"),
        "gone, its -wal left": (file) => {
          fs.rmSync(file)
          fs.writeFileSync(`${file}-wal`, "frames")
        }
      }
      for (const [what, damage] of Object.entries(replacements)) {
        const home = yield* damaged(source, damage)
        const before = fs.existsSync(fileAt(home)) ? fs.readFileSync(fileAt(home)) : null
        const { recovered } = yield* use(home)
        const movedTo = Option.map(recovered, ({ movedTo }) => movedTo)
        expect([what, Option.isSome(movedTo)]).toEqual([what, true])
        const moved = Option.getOrThrow(movedTo)
        expect(path.basename(moved)).toMatch(/^queue\.db\.corrupt-\d{8}T\d{9}Z$/)
        if (before === null) expect(fs.existsSync(`${moved}-wal`)).toBe(true)
        else expect(fs.readFileSync(moved).equals(before)).toBe(true)
        expect((yield* use(home)).recovered).toEqual(Option.none())
      }
    }), 60_000)

  it.scoped("G-Q6 another application id: all rows are saved, and their content still has its hash", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, rows / 2)
      behindItsBack(home, (database) => database.pragma("application_id = 7"))
      const { recovered, sent } = yield* use(home)
      expect(recovered).toMatchObject(Option.some({ salvaged: rows }))
      expect(sent).toBe(rows)
    }))

  it.scoped("G-Q6 truncated at a page: told, and what is left of it is delivered", () =>
    Effect.gen(function*() {
      const source = yield* temporaryFolder
      yield* filled(source, rows / 2)
      const pages = fs.statSync(fileAt(source)).size / pageBytes
      for (const keep of [1, 2, 5, Math.floor(pages / 2), pages - 1]) {
        const home = yield* damaged(source, (file) => fs.truncateSync(file, keep * pageBytes))
        const { recovered, sent } = yield* use(home)
        expect([keep, Option.isSome(recovered)]).toEqual([keep, true])
        const { salvaged } = Option.getOrThrow(recovered)
        expect([keep, sent]).toEqual([keep, salvaged])
      }
    }), 60_000)

  it.scoped("G-Q6 random bit flips: no crash, nothing silent, every body sent has its hash", () =>
    Effect.gen(function*() {
      const source = yield* temporaryFolder
      yield* filled(source, rows / 2)
      const outcomes = { untouched: 0, quarantined: 0, recovered: 0, refused: 0 }
      for (let mutant = 0; mutant < 60; mutant++) {
        const size = fs.statSync(fileAt(source)).size
        // Every third hits the header, where one bit decides what the whole file is.
        const at = yield* Random.nextIntBetween(0, mutant % 3 === 0 ? 100 : size)
        const bit = yield* Random.nextIntBetween(0, 8)
        const home = yield* damaged(source, (file, bytes) => {
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
          fs.writeFileSync(file, bytes)
        })
        const result = yield* Effect.either(use(home))
        if (Either.isLeft(result)) {
          expect(result.left).toMatchObject({ _tag: "QueueUnavailable" })
          outcomes.refused++
          continue
        }
        const { quarantined, recovered, sent } = result.right
        if (Option.isSome(recovered)) outcomes.recovered++
        else if (quarantined > 0) outcomes.quarantined++
        else {
          outcomes.untouched++
          expect([mutant, at, bit, sent]).toEqual([mutant, at, bit, rows])
        }
      }
      expect(outcomes.recovered).toBeGreaterThan(0)
    }).pipe(Effect.withRandom(Random.make("bit flips"))), 120_000)

  it.scoped("G-D8 law 5: rows that can't be decoded go to quarantine with their text, and block nobody", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 6)
      behindItsBack(home, (database) => {
        database.pragma("foreign_keys = OFF")
        database.exec(`
          UPDATE event_text SET json = 'garbage' WHERE delivery_id = 1;
          UPDATE event_text SET json = '{}' WHERE delivery_id = 3;
          DELETE FROM event_text WHERE delivery_id = 5;
          UPDATE event_text SET json = (SELECT json FROM event_text WHERE delivery_id = 11) WHERE delivery_id = 7;
          UPDATE delivery SET namespace_key = 'nowhere' WHERE id = 2;
          UPDATE delivery SET subject = '../../etc/passwd' WHERE id = 4;
          UPDATE content SET body = 'another text' WHERE hash = (SELECT content_hash FROM delivery WHERE id = 6);
          DELETE FROM content WHERE hash = (SELECT content_hash FROM delivery WHERE id = 8)`)
      })
      const { quarantined, recovered, sent } = yield* use(home)
      expect({ quarantined, recovered, sent }).toEqual({ quarantined: 8, recovered: Option.none(), sent: 4 })
      behindItsBack(home, (database) => {
        expect(database.prepare("SELECT json FROM event_text WHERE delivery_id = 1").pluck().get()).toBe("garbage")
        const codes = database.prepare("SELECT DISTINCT reason_code FROM delivery WHERE state = 'quarantined'").pluck().all()
        expect(codes.sort()).toEqual(["contract", "hash_mismatch", "undecodable_row"])
      })
    }))

  it.scoped("G-Q6 a zeroed page anywhere is found at open, or costs only the rows on it", () =>
    Effect.gen(function*() {
      const source = yield* temporaryFolder
      yield* filled(source, rows / 2)
      const pages = fs.statSync(fileAt(source)).size / pageBytes
      for (let page = 1; page < pages; page += 5) {
        const home = yield* damaged(source, (file, bytes) =>
          fs.writeFileSync(file, bytes.fill(0, page * pageBytes, (page + 1) * pageBytes)))
        const { quarantined, recovered, sent } = yield* use(home)
        const told = Option.isSome(recovered) || quarantined > 0
        expect([page, told || sent === rows]).toEqual([page, true])
      }
    }), 60_000)

  it.scoped("G-Q6 a salvaged body whose content lost its hash is not queued again", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      yield* filled(home, 2)
      behindItsBack(home, (database) => {
        database.pragma("application_id = 7")
        database.exec("UPDATE content SET body = body || '!' WHERE rowid = 1; UPDATE event_text SET json = '{' WHERE rowid = 1")
      })
      const { quarantined, recovered, sent } = yield* use(home)
      expect(recovered).toMatchObject(Option.some({ salvaged: 2 }))
      expect({ quarantined, sent }).toEqual({ quarantined: 0, sent: 2 })
    }))

  it.scoped("G-Q6 a large file is not read whole at every start; damage met in use is remembered for the next", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const large = Array.from({ length: 70 }, (_, n) => aBody(`research/${n}.md`, `${n} `.padEnd(500_000, "words ")))
      yield* Effect.provide(Effect.flatMap(DeliveryQueue, (queue) => queue.enqueue(large)), opened(home))
      const page = behindItsBack(home, (database) =>
        Number(database.prepare("SELECT max(pageno) FROM dbstat WHERE name = 'delivery_bodies'").pluck().get()))
      const file = fs.openSync(fileAt(home), "r+")
      fs.writeSync(file, Buffer.alloc(pageBytes), 0, pageBytes, (page - 1) * pageBytes)
      fs.closeSync(file)
      const met = Either.getLeft(yield* Effect.either(use(home)))
      expect(met).toMatchObject(Option.some({ _tag: "QueueUnavailable", reason: "not_a_database", detail: "SQLITE_CORRUPT" }))
      expect(namesAt(home)).toContain("queue.db.suspect")
      const { recovered, sent } = yield* use(home)
      expect([Option.map(recovered, ({ salvaged }) => salvaged), sent]).toEqual([Option.some(70), 70])
      expect((yield* use(home)).recovered).toEqual(Option.none())
      expect(namesAt(home)).not.toContain("queue.db.suspect")
    }), 60_000)
})
