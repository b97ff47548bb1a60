import { describe, expect, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type FileChange, FileWatcher } from "../services/FileWatcher.js"

/** A folder, and a hand that changes things in it. */
export interface WatchedFolder {
  readonly directory: string
  /** Writes a file; its path is relative to the folder. */
  readonly write: (path: string) => Effect.Effect<void>
  /** The folder itself goes. */
  readonly removeFolder: Effect.Effect<void>
}
/** Brings a fresh folder and a watcher that sees it. */
export type WithFolder = <A, E>(
  use: (folder: WatchedFolder) => Effect.Effect<A, E, FileWatcher | Scope.Scope>
) => Effect.Effect<A, unknown, Scope.Scope>

const pathOf = (change: FileChange): string => change._tag === "Lost" ? "(lost)" : change.path

/** Takes until this path, or that something was lost, was heard. */
const heard = (changes: Stream.Stream<FileChange, unknown>, path: string) =>
  changes.pipe(
    Stream.takeUntil((change) => change._tag === "Lost" || change.path === path),
    Stream.map(pathOf),
    Stream.runCollect,
    Effect.map(Chunk.toReadonlyArray)
  )

/** What every watcher promises. */
export const fileWatcherLaws = (name: string, withFolder: WithFolder): void => {
  describe(`file watcher: ${name}`, () => {
    it.scopedLive("U-37 what changes after the watch stands is in the stream, by its path below the folder", () =>
      withFolder(({ directory, write }) =>
        Effect.gen(function*() {
          const changes = yield* (yield* FileWatcher).watch(directory)
          yield* write("001-alpha/spec.md")
          expect((yield* heard(changes, "001-alpha/spec.md")).at(-1)).toBe("001-alpha/spec.md")
        })))

    it.scopedLive("U-37 G-F16 a slow reader is told, once per path or that it lost track", () =>
      withFolder(({ directory, write }) =>
        Effect.gen(function*() {
          const changes = yield* (yield* FileWatcher).watch(directory)
          for (let n = 0; n < 200; n++) yield* write("001-alpha/spec.md")
          yield* write("001-alpha/plan.md")
          const all = yield* heard(changes, "001-alpha/plan.md")
          expect(["001-alpha/plan.md", "(lost)"]).toContain(all.at(-1))
          expect(all.length).toBeLessThan(50)
        })))

    it.scopedLive("G-F16 two watches of one folder both hear; the end of one is not the end of the other", () =>
      withFolder(({ directory, write }) =>
        Effect.gen(function*() {
          const { watch } = yield* FileWatcher
          const scope = yield* Scope.make()
          yield* Scope.extend(Effect.asVoid(watch(directory)), scope)
          const changes = yield* watch(directory)
          yield* Scope.close(scope, Exit.void)
          yield* write("001-alpha/spec.md")
          expect((yield* heard(changes, "001-alpha/spec.md")).at(-1)).toBe("001-alpha/spec.md")
        })))

    it.scopedLive("G-F16 where the folder goes the stream fails, and says which folder", () =>
      withFolder(({ directory, removeFolder }) =>
        Effect.gen(function*() {
          const changes = yield* (yield* FileWatcher).watch(directory)
          yield* removeFolder
          const end = yield* Effect.either(Stream.runDrain(changes))
          expect(Either.isLeft(end) && [end.left._tag, end.left.directory]).toEqual(["WatchUnavailable", directory])
        })))
  })
}
