import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import { Diagnostic } from "../../../domain/Diagnostic.js"
import { changed, lostTrack, scanAll, type Settling } from "../../../domain/sync/watch/settling.js"
import type { WatchNews } from "../../../domain/sync/watch/WatchRound.js"
import type { WatchUnavailable } from "../../../domain/sync/WatchUnavailable.js"
import { type FileChange, FileWatcher } from "../../../services/FileWatcher.js"
import { Project } from "../../../services/Project.js"
import { backoffMs, monotonicMs, type Watch } from "./WatchState.js"

const settle = (watch: Watch, step: (settling: Settling, nowMs: number) => Settling) =>
  Effect.flatMap(monotonicMs, (nowMs) => Ref.update(watch.settling, (settling) => step(settling, nowMs))).pipe(
    Effect.zipRight(Queue.offer(watch.wake, null))
  )

const tell = (watch: Watch, news: WatchNews) =>
  Ref.update(watch.untold, (before) => [...before, news]).pipe(Effect.zipRight(Queue.offer(watch.wake, null)))

/** The mission is the first folder of the path; a file beside the missions has the name of none. */
const hear = (watch: Watch) => (change: FileChange) =>
  change._tag === "Lost"
    ? settle(watch, lostTrack)
    : settle(watch, (settling, nowMs) => changed(settling, change.path.split("/", 1)[0] ?? "", nowMs))

/**
 * Takes what the watcher hears, until the scope ends. Where there is no watcher, or no more, it says so once and tries
 * to begin again now and then: the full scans go on all the while, so nothing is missed, only noticed later.
 *
 * Returns once the watch stands or has failed to, so that a scan after it misses nothing.
 */
export const listen = Effect.fn("listen")(function*(watch: Watch) {
  const watcher = yield* FileWatcher
  const { root } = yield* Project
  const begun = yield* Effect.makeLatch(false)
  const isDown = yield* Ref.make(false)
  const failures = yield* Ref.make(0)
  const hears = yield* Ref.make(false)

  const stands = Effect.gen(function*() {
    // What happened while nobody listened is not known.
    if (yield* Ref.getAndSet(isDown, false)) {
      yield* settle(watch, scanAll)
      yield* tell(watch, { _tag: "Recovered", what: "watcher" })
    }
    yield* Ref.set(hears, true)
    yield* begun.open
    // A watch that comes and goes is begun ever more rarely; one that lasts is sound.
    yield* Effect.forkScoped(Effect.delay(Ref.set(failures, 0), watch.options.rescanEvery))
  })

  const fails = Effect.fnUntraced(function*(error: WatchUnavailable) {
    const fault: WatchNews = { _tag: "Fault", diagnostic: Diagnostic.of(error, "warning"), kept: null }
    if (!(yield* Ref.getAndSet(isDown, true))) yield* tell(watch, fault)
    // What it heard last went with it: a folder that is gone takes its missions along.
    if (yield* Ref.getAndSet(hears, false)) yield* settle(watch, lostTrack)
    yield* begun.open
    const times = yield* Ref.updateAndGet(failures, (count) => count + 1)
    yield* Effect.sleep(Duration.millis(yield* backoffMs(watch, times)))
  })

  const once = Effect.gen(function*() {
    const changes = yield* watcher.watch(`${root}/kitty-specs`)
    yield* stands
    yield* Stream.runForEach(changes, hear(watch))
  })
  yield* Effect.forkScoped(Effect.forever(Effect.catchTag(Effect.scoped(once), "WatchUnavailable", fails)))
  yield* begun.await
})
