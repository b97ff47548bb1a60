import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import * as LeaseOwner from "../../../src/layers/memory/LeaseOwner.js"
import { withFileLock } from "../../../src/layers/node/fileLock.js"
import { temporaryFolder } from "./temporary.js"

const owner = LeaseOwner.layer("me", new Set(["dead"]))
const lockIn = Effect.map(temporaryFolder, (folder) => path.join(folder, "new", "x.lock"))

describe("file lock", () => {
  it.scopedLive("I-09 lets one in at a time, and leaves nothing behind", () =>
    Effect.gen(function*() {
      const file = yield* lockIn
      let inside = 0
      let most = 0
      const work = Effect.gen(function*() {
        most = Math.max(most, ++inside)
        expect(fs.readFileSync(file, "utf8")).toBe("me")
        yield* Effect.yieldNow()
        inside--
      })
      yield* Effect.all(Array.from({ length: 20 }, () => withFileLock(file)(work)), { concurrency: "unbounded" })
      expect(most).toBe(1)
      expect(fs.readdirSync(path.dirname(file))).toEqual([])
    }).pipe(Effect.provide(owner)))

  it.scopedLive("G-Q9 takes over from an owner that is gone, also when the takeover was cut short", () =>
    Effect.gen(function*() {
      const file = yield* lockIn
      fs.mkdirSync(path.dirname(file))
      fs.writeFileSync(file, "dead")
      fs.writeFileSync(`${file}.takeover`, "dead")
      expect(yield* withFileLock(file)(Effect.succeed("in"))).toBe("in")
      expect(fs.readdirSync(path.dirname(file))).toEqual([])
    }).pipe(Effect.provide(owner)))

  it.scopedLive("G-Q9 takes over a lock that was never written, once it is old", () =>
    Effect.gen(function*() {
      const file = yield* lockIn
      fs.mkdirSync(path.dirname(file))
      fs.writeFileSync(file, "")
      fs.utimesSync(file, 1, 1)
      expect(yield* withFileLock(file)(Effect.succeed("in"))).toBe("in")
    }).pipe(Effect.provide(owner)))

  it.scopedLive("G-Q9 waits for an owner that lives, and never removes its lock", () =>
    Effect.gen(function*() {
      const file = yield* lockIn
      fs.mkdirSync(path.dirname(file))
      fs.writeFileSync(file, "alive")
      const fiber = yield* Effect.fork(withFileLock(file)(Effect.succeed("in")))
      yield* Effect.sleep("100 millis")
      expect(fs.readFileSync(file, "utf8")).toBe("alive")
      fs.rmSync(file)
      expect(yield* fiber).toBe("in")
    }).pipe(Effect.provide(owner)))

  it.scopedLive("I-09 gives the lock back when the work fails", () =>
    Effect.gen(function*() {
      const file = yield* lockIn
      expect(yield* Effect.flip(withFileLock(file)(Effect.fail("no")))).toBe("no")
      expect(fs.existsSync(file)).toBe(false)
    }).pipe(Effect.provide(owner)))
})
