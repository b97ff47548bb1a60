import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Node from "../../../src/layers/node/FileWatcher.js"
import { FileWatcher } from "../../../src/services/FileWatcher.js"
import { fileWatcherLaws } from "../../../src/laws/fileWatcher.js"
import { temporaryFolder, writeFiles } from "./temporary.js"

fileWatcherLaws("node", (use) =>
  Effect.gen(function*() {
    const directory = path.join(yield* temporaryFolder, "kitty-specs")
    writeFiles(directory, [["001-alpha/meta.json", "{}"]])
    return yield* use({
      directory,
      write: (file) => Effect.sync(() => writeFiles(directory, [[file, "text"]])),
      removeFolder: Effect.sync(() => fs.rmSync(directory, { recursive: true }))
    })
  }).pipe(Effect.provide(Node.layer)))

/** Forks a wait for the path, which may be heard at any later time. */
const awaiting = (changes: Stream.Stream<{ readonly _tag: string; readonly path?: string }, unknown>, wanted: string) =>
  Effect.fork(Stream.runDrain(Stream.takeUntil(changes, (change) => change.path === wanted)))

describe("the native watcher", () => {
  it.scopedLive("G-F16 a tree that is moved into the folder is watched to its depth", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      writeFiles(folder, [["kitty-specs/001-alpha/meta.json", "{}"], ["elsewhere/tasks/deep/WP01.md", "1"]])
      const changes = yield* (yield* FileWatcher).watch(path.join(folder, "kitty-specs"))
      const edit = path.join(folder, "kitty-specs/002-beta/tasks/deep/WP01.md")
      const found = yield* awaiting(changes, "002-beta/tasks/deep/WP01.md")
      fs.renameSync(path.join(folder, "elsewhere"), path.join(folder, "kitty-specs/002-beta"))
      // Written until it is heard: when the new folders are watched is not ours to know.
      yield* Effect.sync(() => fs.writeFileSync(edit, "2")).pipe(
        Effect.delay("50 millis"),
        Effect.forever,
        Effect.race(Fiber.join(found))
      )
    }).pipe(Effect.provide(Node.layer)))

  it.scopedLive("G-F16 a file that is renamed over another one is heard of", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      writeFiles(folder, [["001-alpha/spec.md", "old"]])
      const found = yield* awaiting(yield* (yield* FileWatcher).watch(folder), "001-alpha/spec.md")
      writeFiles(folder, [["001-alpha/.spec.md.swp", "new"]])
      fs.renameSync(path.join(folder, "001-alpha/.spec.md.swp"), path.join(folder, "001-alpha/spec.md"))
      yield* Fiber.join(found)
    }).pipe(Effect.provide(Node.layer)))

  it.scopedLive("G-F16 a folder that is not there, and a native part that is not, are errors and no defects", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const absent = yield* Effect.either((yield* FileWatcher).watch(path.join(folder, "absent"))).pipe(Effect.provide(Node.layer))
      expect(Either.isLeft(absent) && absent.left.detail).toContain("ENOENT")
    }).pipe(Effect.provide(Node.layer)))

  it.scopedLive("G-F16 without its native part, or at the limit of the system, the watch says why it can't begin", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const begin = (load: () => Promise<Node.NativeWatcher>) =>
        Effect.flatMap(FileWatcher, ({ watch }) => Effect.either(watch(folder))).pipe(Effect.provide(Node.layerWith(load)))
      const absent = yield* begin(() => Promise.reject(new Error("No prebuild found")))
      const full = yield* begin(() => Promise.resolve({ subscribe: () => Promise.reject(new Error("No space left on device")) }))
      expect([absent, full].map((it) => Either.isLeft(it) && it.left.detail)).toEqual(["No prebuild found", "No space left on device"])
    }))
})
