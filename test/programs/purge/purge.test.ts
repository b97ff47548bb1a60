import { describe, expect, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import { createRequire, syncBuiltinESMExports } from "node:module"
import * as path from "node:path"
import { digests, folderOf, ofOthers, purgeJson, run, world, type World } from "./world.js"

const builtin: typeof fs = createRequire(import.meta.url)("node:fs")
const names = ["mkdirSync", "renameSync", "rmSync", "rmdirSync"] as const

/** From the `nth` change of the file system below `folder` on, none is made any more: what a kill leaves. */
const stoppingAt = <A, E, R>(folder: string, nth: number, effect: Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      let changes = 0
      const originals = names.map((name) => [name, builtin[name]] as const)
      for (const [name, original] of originals) {
        Object.assign(builtin, {
          [name]: (...args: ReadonlyArray<unknown>) => {
            const ours = String(args[0]).startsWith(folder) && !String(args[0]).endsWith(".lock")
            if (ours && ++changes >= nth) throw Object.assign(new Error("EIO: a test stops here"), { code: "EIO" })
            return Reflect.apply(original, builtin, args)
          }
        })
      }
      syncBuiltinESMExports()
      return originals
    }),
    () => effect,
    (originals) =>
      Effect.sync(() => {
        Object.assign(builtin, Object.fromEntries(originals))
        syncBuiltinESMExports()
      })
  )

const withoutMode = ({ data }: Effect.Effect.Success<ReturnType<typeof purgeJson>>) =>
  ({ ...data, dry_run: null, removed: null })

const isGone = (made: World): boolean => !fs.existsSync(folderOf(made)) && !fs.existsSync(path.join(made.home, "purged"))

/** Everything in the queue is delivered, as far as the queue knows. */
const deliverAll = (made: World) =>
  Effect.sync(() => {
    const database = new Database(path.join(folderOf(made), "queue.db"))
    database.exec("PRAGMA foreign_keys = OFF; DELETE FROM delivery; DELETE FROM event_text; DELETE FROM content")
    database.close()
  })

describe("purge", () => {
  it.scoped("U-51 refuses what was never delivered, with the counts, and changes nothing", () =>
    Effect.gen(function*() {
      const made = yield* world
      const before = digests(made.home)
      const { data, diagnostics, exit_code, next } = yield* purgeJson(made)
      expect([exit_code, data?.removed, diagnostics.map(({ code }) => code)]).toEqual([1, false, ["PURGE-01"]])
      const { bodies, events, owed_events } = data?.undelivered ?? {}
      expect([bodies?.pending, owed_events]).toEqual([3, 0])
      expect(events?.pending).toBeGreaterThan(3)
      expect(diagnostics[0]?.message).toBe(`${events?.pending} events and 3 bodies were never delivered. Nothing was removed.`)
      expect(next).toContain("spec-kitty purge --discard-undelivered")
      expect(digests(made.home)).toEqual(before)
    }))

  it.scoped("U-51 quarantined and leased rows are undelivered, too, and so is the owed event of a new mission", () =>
    Effect.gen(function*() {
      const made = yield* world
      yield* deliverAll(made)
      fs.mkdirSync(path.join(folderOf(made), "creating"))
      fs.writeFileSync(path.join(folderOf(made), "creating", "01KB0000000000000000000000.json"), "{}")
      const { data, exit_code } = yield* purgeJson(made)
      expect([exit_code, data?.undelivered?.owed_events, data?.entries.map(({ kind }) => kind)])
        .toEqual([1, 1, ["mission_event", "queue", "consent"]])
      fs.rmSync(path.join(folderOf(made), "creating"), { recursive: true })
      yield* run(made, made.root, "sync --offline")
      for (const state of ["leased", "quarantined"]) {
        const database = new Database(path.join(folderOf(made), "queue.db"))
        database.exec("PRAGMA ignore_check_constraints = ON")
        database.exec(`UPDATE delivery SET state = '${state}'`)
        database.close()
        const again = yield* purgeJson(made)
        expect([again.exit_code, again.data?.undelivered?.bodies], state)
          .toEqual([1, { pending: 0, leased: 0, quarantined: 0, [state]: 3 }])
      }
    }))

  it.scoped("U-51 U-29 U-28 removes all of it on a person's word: consent included; other projects keep every byte", () =>
    Effect.gen(function*() {
      const made = yield* world
      fs.writeFileSync(path.join(folderOf(made), "queue.db.corrupt-20261121T101500000Z"), "once a queue")
      const others = ofOthers(made)
      const repository = digests(made.root)
      const { data, diagnostics, exit_code } = yield* purgeJson(made, " --discard-undelivered")
      expect([exit_code, data?.removed, diagnostics]).toEqual([0, true, []])
      expect(data?.entries.map(({ kind }) => kind)).toEqual(["queue", "damaged_queue", "consent"])
      expect(data?.bytes).toBe(data?.entries.reduce((sum, { bytes }) => sum + bytes, 0))
      expect(isGone(made)).toBe(true)
      expect(ofOthers(made)).toEqual(others)
      expect(Object.keys(others).length).toBeGreaterThan(5)
      expect(digests(made.root)).toEqual(repository)
      expect(data?.not_removed.map(({ path: file, reason }) => [path.basename(file), reason])).toEqual([
        [".kittify", "in_repository"], ["config.toml", "shared"], ["credentials", "shared"],
        ["clock.json", "original_tool"], ["queue.db", "original_tool"], ["queues", "original_tool"]
      ])
      const again = yield* purgeJson(made)
      expect([again.exit_code, again.data?.entries, again.data?.removed]).toEqual([0, [], false])
    }))

  it.scoped("U-51 what is delivered goes without a word", () =>
    Effect.gen(function*() {
      const made = yield* world
      yield* deliverAll(made)
      const { data, exit_code } = yield* purgeJson(made)
      expect([exit_code, data?.removed, isGone(made)]).toEqual([0, true, true])
    }))

  it.scoped("U-15 U-51 a dry run says what the run says, refused or not, and changes nothing", () =>
    Effect.gen(function*() {
      const made = yield* world
      for (const flags of ["", " --discard-undelivered"]) {
        const before = digests(folderOf(made))
        const dry = yield* purgeJson(made, `${flags} --dry-run`)
        expect(dry.data?.dry_run).toBe(true)
        expect({ ...digests(folderOf(made)), "queue.db-wal": null }).toEqual({ ...before, "queue.db-wal": null })
        const wet = yield* purgeJson(made, flags)
        expect(withoutMode(dry)).toEqual(withoutMode(wet))
        expect([dry.exit_code, dry.diagnostics]).toEqual([wet.exit_code, wet.diagnostics])
      }
      expect(isGone(made)).toBe(true)
    }))

  it.scoped("U-51 of a queue that can't be read nobody knows the counts: refused, unless told", () =>
    Effect.gen(function*() {
      const made = yield* world
      fs.writeFileSync(path.join(folderOf(made), "queue.db"), "no database")
      for (const flags of ["", " --dry-run"]) {
        const { data, diagnostics, exit_code } = yield* purgeJson(made, flags)
        expect([exit_code, data?.undelivered, diagnostics.map(({ code }) => code)]).toEqual([1, null, ["PURGE-01"]])
      }
      expect((yield* purgeJson(made, " --discard-undelivered")).data?.removed).toBe(true)
      expect(isGone(made)).toBe(true)
    }))

  it.scopedLive("U-51 another process that has the queue open, idle or not: busy, exit 9, nothing removed", () =>
    Effect.gen(function*() {
      const made = yield* world
      const database = new Database(path.join(folderOf(made), "queue.db"))
      database.prepare("SELECT count(*) FROM delivery").get()
      const busy = yield* run(made, made.root, "purge --discard-undelivered --timeout 200ms")
      expect([busy.exitCode, busy.stderr.join("\n")]).toEqual([9, expect.stringContaining("QUEUE-03")])
      expect(fs.existsSync(path.join(folderOf(made), "queue.db"))).toBe(true)
      database.close()
      expect((yield* run(made, made.root, "purge --discard-undelivered")).exitCode).toBe(0)
    }))

  it.scoped("U-51 a project without identity, or without state: says so, exit 0, makes nothing", () =>
    Effect.gen(function*() {
      const made = yield* world
      fs.rmSync(path.join(made.root, ".kittify", "config.yaml"))
      const before = digests(made.home)
      const { exitCode, stdout } = yield* run(made, made.root, "purge")
      expect([exitCode, stdout.join("\n")]).toEqual([0, expect.stringContaining("Nothing is kept outside the repository")])
      expect(digests(made.home)).toEqual(before)
    }))

  it.scoped("U-51 a link in the folder's place is removed, and nothing behind it is", () =>
    Effect.gen(function*() {
      const made = yield* world
      const elsewhere = `${folderOf(made)}-moved`
      fs.renameSync(folderOf(made), elsewhere)
      fs.symlinkSync(elsewhere, folderOf(made))
      const kept = digests(elsewhere)
      expect((yield* purgeJson(made)).exit_code).toBe(1)
      const { data } = yield* purgeJson(made, " --discard-undelivered")
      expect(data?.entries.map(({ path: file }) => file)).toEqual([folderOf(made)])
      expect([isGone(made), digests(elsewhere)]).toEqual([true, kept])
    }))

  for (const nth of [1, 2, 3, 4]) {
    it.scoped(`U-51 U-29 stopped before change ${nth}: all or nothing stays in its place, and the next run finishes`, () =>
      Effect.gen(function*() {
        const made = yield* world
        const others = ofOthers(made)
        const whole = digests(folderOf(made))
        const stopped = yield* stoppingAt(made.home, nth, run(made, made.root, "purge --discard-undelivered"))
        expect(stopped.exitCode).toBe(nth === 4 && isGone(made) ? 0 : 1)
        const there = digests(folderOf(made))
        expect(Object.keys(there).length === 0 || Object.keys(whole).every((file) => file in there)).toBe(true)
        const { exit_code } = yield* purgeJson(made, " --discard-undelivered")
        expect([exit_code, isGone(made), ofOthers(made)]).toEqual([0, true, others])
      }))
  }
})
