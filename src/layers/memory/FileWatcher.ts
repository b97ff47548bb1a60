import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import { WatchUnavailable } from "../../domain/sync/WatchUnavailable.js"
import { FileWatcher } from "../../services/FileWatcher.js"
import { type ChangeBuffer, makeChangeBuffer } from "../watcher/changeBuffer.js"

/** What a test holds of the fake. */
export class FileWatcherSteering extends Context.Tag("spec-kitty/memory/FileWatcherSteering")<FileWatcherSteering, {
  /** Every watch that stands hears of it; paths as in `FileChange`. */
  readonly change: (...paths: ReadonlyArray<string>) => Effect.Effect<void>
  readonly lose: Effect.Effect<void>
  /** Every watch that stands fails with this. */
  readonly fail: (detail: string) => Effect.Effect<void>
  /** The next watches can't begin, for these reasons, one each. */
  readonly refuseNext: (...details: ReadonlyArray<string>) => Effect.Effect<void>
  /** Watches that stand. */
  readonly standing: Effect.Effect<number>
}>() {}

interface Watch {
  readonly directory: string
  readonly buffer: ChangeBuffer
}

/** A watcher that notices what it is told. */
export const layer = Layer.effectContext(Effect.gen(function*() {
  const watches = yield* Ref.make<ReadonlySet<Watch>>(new Set())
  const refusals = yield* Ref.make<ReadonlyArray<string>>([])
  const each = (tell: (watch: Watch) => void) => Effect.map(Ref.get(watches), (all) => all.forEach(tell))

  const watch: FileWatcher["Type"]["watch"] = (directory) =>
    Effect.gen(function*() {
      const refused = yield* Ref.modify(refusals, ([first, ...rest]) => [first, rest] as const)
      if (refused !== undefined) return yield* new WatchUnavailable({ directory, detail: refused })
      const made: Watch = { directory, buffer: yield* makeChangeBuffer }
      yield* Effect.acquireRelease(
        Ref.update(watches, (all) => new Set([...all, made])),
        () => Ref.update(watches, (all) => new Set([...all].filter((it) => it !== made)))
      )
      return made.buffer.changes
    })

  return Context.make(FileWatcher, FileWatcher.of({ watch })).pipe(Context.add(FileWatcherSteering, {
    change: (...paths) => each(({ buffer }) => paths.forEach(buffer.add)),
    lose: each(({ buffer }) => buffer.lose()),
    fail: (detail) => each(({ buffer, directory }) => buffer.fail(new WatchUnavailable({ directory, detail }))),
    refuseNext: (...details) => Ref.update(refusals, (before) => [...before, ...details]),
    standing: Effect.map(Ref.get(watches), ({ size }) => size)
  }))
}))
