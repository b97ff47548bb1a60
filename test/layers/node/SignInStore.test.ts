import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { Worker } from "node:worker_threads"
import * as LeaseOwner from "../../../src/layers/memory/LeaseOwner.js"
import * as Notices from "../../../src/layers/memory/Notices.js"
import * as Store from "../../../src/layers/node/SignInStore.js"
import { aSignIn, plainSignIn } from "../../../src/laws/fixtures/signIns.js"
import { signInStoreLaws } from "../../../src/laws/signInStore.js"
import { takeNotices } from "../../../src/services/Notices.js"
import { SignInStore } from "../../../src/services/SignInStore.js"
import { temporaryFolder } from "./temporary.js"
import { settingsLayer } from "./testSettings.js"

const storeAt = (home: string) =>
  Store.layer.pipe(
    Layer.provideMerge(Notices.layer),
    Layer.provide([LeaseOwner.layer("this-process"), settingsLayer({ home })])
  )

const at = <A, E>(home: string, use: (store: SignInStore["Type"]) => Effect.Effect<A, E>) =>
  Effect.provide(Effect.flatMap(SignInStore, use), storeAt(home))

const fileOf = (home: string) => path.join(home, "credentials")
const modeOf = (name: string) => (fs.lstatSync(name).mode & 0o777).toString(8)
const read = (home: string) => at(home, (store) => Effect.map(store.read, plainSignIn))

signInStoreLaws("node", (effect) => Effect.flatMap(temporaryFolder, (home) => Effect.provide(effect, storeAt(home))))

/** Runs with the widest umask, and gives the old one back. */
const withOpenUmask = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => process.umask(0)),
    () => effect,
    (before) => Effect.sync(() => process.umask(before))
  )

/** Looks at everything in a folder, again and again, in a thread of its own; in the end: every mode that it saw of each name. */
const watchModes = (home: string) =>
  Effect.acquireRelease(
    Effect.sync(() =>
      new Worker(
        `const fs = require("node:fs"), { parentPort, workerData } = require("node:worker_threads")
         const seen = {}
         let looks = 0
         const look = () => {
           for (const name of fs.readdirSync(workerData)) {
             const stat = fs.lstatSync(workerData + "/" + name, { throwIfNoEntry: false })
             if (stat === undefined) continue
             const key = name.replace(/[0-9a-f-]{36}/, "*") + " " + (stat.mode & 0o777).toString(8)
             seen[key] = (seen[key] ?? 0) + 1
           }
           looks += 1
           setImmediate(look)
         }
         parentPort.on("message", () => { parentPort.postMessage({ seen, looks }); process.exit() })
         look()`,
        { eval: true, workerData: home }
      )),
    (worker) => Effect.promise(() => worker.terminate())
  ).pipe(Effect.map((worker) =>
    Effect.async<{ readonly seen: Readonly<Record<string, number>>; readonly looks: number }>((resume) => {
      worker.once("message", (seen) => { resume(Effect.succeed(seen)) })
      worker.postMessage("stop")
    })))

describe("S23 the file of credentials", () => {
  it.scopedLive("S23 1,000 saves under umask 000: nobody ever sees a mode but 0600, in a folder of 0700", () =>
    Effect.gen(function*() {
      const home = path.join(yield* temporaryFolder, "home")
      yield* withOpenUmask(Effect.gen(function*() {
        yield* at(home, (store) => store.save(aSignIn(0)))
        const stop = yield* watchModes(home)
        yield* at(home, (store) => Effect.forEach(Array.from({ length: 1000 }, (_, n) => n), (n) => store.save(aSignIn(n)), { discard: true }))
        const { looks, seen } = yield* stop
        expect(looks).toBeGreaterThan(100)
        expect(Object.keys(seen).filter((key) => !key.endsWith(" 600"))).toEqual([])
        expect(Object.keys(seen)).toEqual(expect.arrayContaining(["credentials 600", ".credentials.*.tmp 600"]))
      }))
      expect([modeOf(home), modeOf(fileOf(home))]).toEqual(["700", "600"])
      expect(fs.readdirSync(home)).toEqual(["credentials"])
      expect(yield* read(home)).toEqual(plainSignIn(aSignIn(999)))
    }), 180_000)

  it.scopedLive("S23 a folder and a file that were open to others are closed by the next save", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      fs.chmodSync(home, 0o755)
      fs.writeFileSync(fileOf(home), "", { mode: 0o644 })
      const notices = yield* Effect.provide(
        Effect.gen(function*() {
          const store = yield* SignInStore
          yield* store.read
          const before = yield* takeNotices
          yield* store.save(aSignIn(1))
          yield* store.read
          return [before.map(({ code }) => code), yield* takeNotices]
        }),
        storeAt(home)
      )
      expect(notices).toEqual([["FILE-02"], []])
      expect([modeOf(home), modeOf(fileOf(home))]).toEqual(["700", "600"])
    }))

  it.scopedLive("S23 a link, a FIFO, a folder or another user's file in its place is refused, and left as it is", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const [file, elsewhere] = [fileOf(home), path.join(home, "elsewhere")]
      fs.writeFileSync(elsewhere, "untouched", { mode: 0o600 })
      const plants: ReadonlyArray<readonly [reason: string, plant: () => void]> = [
        ["not_regular", () => { fs.symlinkSync(elsewhere, file) }],
        ["not_regular", () => { fs.symlinkSync(path.join(home, "nowhere"), file) }],
        ["not_regular", () => { execFileSync("mkfifo", [file]) }],
        ["not_regular", () => { fs.mkdirSync(file) }],
        // Only root can give a file away.
        ...process.getuid?.() === 0
          ? [["other_owner", () => { fs.writeFileSync(file, "[tokens]\n", { mode: 0o600 }); fs.chownSync(file, 65_534, 65_534) }] as const]
          : []
      ]
      for (const [reason, plant] of plants) {
        plant()
        const before = fs.lstatSync(file)
        const refusals = [
          yield* at(home, (store) => Effect.flip(store.read)),
          yield* at(home, (store) => Effect.flip(store.save(aSignIn(1)))),
          yield* at(home, (store) => Effect.flip(store.forget)),
          yield* at(home, (store) => Effect.flip(store.checkWritable))
        ]
        expect(refusals.map((error) => error.code)).toEqual(["AUTH-05", "FILE-01", "FILE-01", "FILE-01"])
        expect(refusals.map((error) => "reason" in error ? error.reason : null)).toEqual([reason, null, null, null])
        const again = "remove what stands in its place, then run the command again"
        expect(refusals.map((error) => error.next))
          .toEqual(["remove what stands in its place, then run spec-kitty auth login", again, again, again])
        expect(yield* at(home, (store) => store.replace(Redacted.make("r"), aSignIn(1)).pipe(Effect.either, Effect.map(({ _tag }) => _tag)))).toBe("Left")
        expect([fs.lstatSync(file).ino, fs.readFileSync(elsewhere, "utf8")]).toEqual([before.ino, "untouched"])
        fs.rmSync(file, { recursive: true })
      }
      expect(fs.readdirSync(home)).toEqual(["elsewhere"])
    }))

  it.scopedLive("S23 S24 what a killed process left half-written is removed by whoever writes next", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const left = path.join(home, ".credentials.01234567-89ab-4def-8123-456789abcdef.tmp")
      for (const next of [(store: SignInStore["Type"]) => store.save(aSignIn(1)), (store: SignInStore["Type"]) => store.forget]) {
        fs.writeFileSync(left, "refresh = \"secret\"", { mode: 0o600 })
        yield* at(home, (store): Effect.Effect<unknown, unknown> => next(store))
        expect(fs.existsSync(left)).toBe(false)
      }
      expect(fs.readdirSync(home)).toEqual([])
    }))
})

const original = `# written by the original tool
[tokens]
access = "a.b.c"
refresh = "d.e.f"
access_expires_at = "2026-04-06T13:15:00.123456+00:00"
refresh_expires_at = "2026-04-13T13:00:00.123456+00:00"
device = "laptop"

[user]
username = "dev@acme.example"
team_slug = "acme"

[server]
url = "https://spec-kitty-dev.fly.dev"

[future]
keys = ["one", "two"]
seen = 2026-04-06T13:15:00Z
large = 9007199254740993
`

describe("H-08 the original tool's format", () => {
  it.scopedLive("H-08 what the original wrote is read, every part of it", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      fs.writeFileSync(fileOf(home), original, { mode: 0o600 })
      expect(yield* read(home)).toEqual({
        server: "https://spec-kitty-dev.fly.dev",
        username: "dev@acme.example",
        teamSlug: "acme",
        access: "a.b.c",
        accessExpiresAtMs: Date.UTC(2026, 3, 6, 13, 15, 0, 123),
        refresh: "d.e.f",
        refreshExpiresAtMs: Date.UTC(2026, 3, 13, 13, 0, 0, 123)
      })
    }))

  it.scopedLive("H-08 what is written is what the original writes, and keys that are not ours are kept", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      fs.writeFileSync(fileOf(home), original, { mode: 0o600 })
      yield* at(home, (store) => store.save(aSignIn(1, Date.UTC(2026, 3, 6, 13))))
      expect(fs.readFileSync(fileOf(home), "utf8").replace(/\n+$/, "")).toBe(`[tokens]
device = "laptop"
access = "access-of-1"
refresh = "refresh-of-1"
access_expires_at = "2026-04-06T13:15:00.000000+00:00"
refresh_expires_at = "2026-04-13T13:00:00.000000+00:00"

[future]
keys = [ "one", "two" ]
seen = 2026-04-06T13:15:00.000Z
large = 9007199254740993

[user]
username = "dev@acme.example"
team_slug = "acme"

[server]
url = "https://kitty.example.org/base"`)
      expect(yield* at(home, (store) => store.forget)).toBe(true)
      const rest = fs.readFileSync(fileOf(home), "utf8")
      expect([rest.includes("device"), rest.includes("large"), /access-of|refresh-of|dev@acme|kitty/.test(rest)]).toEqual([true, true, false])
      expect(yield* read(home)).toMatchObject({ access: null, refresh: null, server: null, username: null })
    }))

  it.scopedLive("H-08 B-24 signing out where only other keys are is no sign-out, and leaves every byte", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      fs.writeFileSync(fileOf(home), original, { mode: 0o600 })
      expect(yield* at(home, (store) => store.forget)).toBe(true)
      const rest = "# a comment\n" + fs.readFileSync(fileOf(home), "utf8")
      fs.writeFileSync(fileOf(home), rest, { mode: 0o600 })
      expect(yield* at(home, (store) => store.forget)).toBe(false)
      expect(fs.readFileSync(fileOf(home), "utf8")).toBe(rest)
    }))

  it.scopedLive("U-30 what can't be written is known before, and looking leaves nothing behind", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const home = path.join(folder, "home")
      fs.writeFileSync(home, "no folder")
      expect((yield* at(home, (store) => Effect.flip(store.checkWritable))).code).toBe("FILE-01")
      fs.rmSync(home)
      yield* at(home, (store) => store.checkWritable)
      expect([modeOf(home), fs.readdirSync(home)]).toEqual(["700", []])
    }))

  it.scopedLive("H-08 G-Q13 a damaged file is no sign-in; signing in replaces it, signing out removes it", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      fs.writeFileSync(fileOf(home), "[tokens]\naccess = \"canary-5d2f", { mode: 0o600 })
      const error = yield* at(home, (store) => Effect.flip(store.read))
      expect([error.code, error.reason]).toEqual(["AUTH-05", "not_toml"])
      expect([JSON.stringify(error), String(error), error.message, error.stack].join()).not.toContain("canary")
      expect(yield* at(home, (store) => store.forget)).toBe(true)
      expect(fs.readdirSync(home)).toEqual([])
      fs.writeFileSync(fileOf(home), "\u0000\u0001", { mode: 0o600 })
      yield* at(home, (store) => store.save(aSignIn(2)))
      expect(yield* read(home)).toEqual(plainSignIn(aSignIn(2)))
    }))
})
