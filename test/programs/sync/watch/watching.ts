import * as FileSystem from "@effect/platform/FileSystem"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import type { WatchNews, WatchRound } from "../../../../src/domain/sync/watch/WatchRound.js"
import { BodyTransportSteering } from "../../../../src/layers/memory/BodyTransport.js"
import * as FileWatcherMemory from "../../../../src/layers/memory/FileWatcher.js"
import { watch } from "../../../../src/programs/sync/watch.js"
import type { WatchOptions } from "../../../../src/programs/sync/watch/WatchState.js"
import { ArtifactIndexer } from "../../../../src/services/ArtifactIndexer.js"
import { writeFiles } from "../../../fixtures/project.js"

export const mission = "001-alpha"
export const spec = `kitty-specs/${mission}/spec.md`
/** No full scan but the first, as far as a test looks. */
export const never = Duration.hours(10)
export const rescanEvery = Duration.seconds(20)

/** What a test holds of a watch that runs. */
export interface Watching {
  readonly rounds: Effect.Effect<ReadonlyArray<WatchRound>>
  readonly news: Effect.Effect<ReadonlyArray<WatchNews>>
  /** Missions that were scanned, in order. */
  readonly scans: Effect.Effect<ReadonlyArray<string>>
  /** Texts of `spec.md` that arrived at the server, in order. */
  readonly specs: Effect.Effect<ReadonlyArray<string>>
  readonly stop: Effect.Effect<void>
}

/** Lets the clock go on, a tenth of a second at a time, until this holds. */
export const until = Effect.fn("until")(function*<E, R>(condition: Effect.Effect<boolean, E, R>, what: string) {
  for (let tries = 0; tries < 4_000; tries++) {
    if (yield* condition) return
    yield* TestClock.adjust("100 millis")
  }
  return yield* Effect.dieMessage(`never came true: ${what}`)
})

/** Lets so much time pass, with room for what wakes up to read its files. */
export const passTime = (duration: Duration.DurationInput) =>
  Effect.repeatN(TestClock.adjust("250 millis"), Math.ceil(Duration.toMillis(duration) / 250))

/** Starts a watch of everything and waits until its first scan is told. */
export const startWatch = Effect.fn("startWatch")(function*(options: Partial<WatchOptions> = {}) {
  const [rounds, scans] = yield* Effect.all([Ref.make<ReadonlyArray<WatchRound>>([]), Ref.make<ReadonlyArray<string>>([])])
  const bodies = yield* BodyTransportSteering
  const fiber = yield* watch({ selection: { _tag: "All" }, offline: false, rescanEvery, ...options }).pipe(
    Stream.runForEach((round) => Ref.update(rounds, (before) => [...before, round])),
    Effect.updateService(ArtifactIndexer, ({ scan }) => ({
      scan: (directory, how) => Effect.zipRight(Ref.update(scans, (before) => [...before, directory.slug]), scan(directory, how))
    })),
    Effect.fork
  )
  const watching: Watching = {
    rounds: Ref.get(rounds),
    news: Effect.map(Ref.get(rounds), (all) => all.flatMap(({ news }) => news)),
    scans: Ref.get(scans),
    specs: Effect.map(bodies.received, (claims) =>
      claims.map(({ body }) => body.value).filter(({ artifact_path }) => artifact_path === "spec.md").map((it) => it.content_body)),
    stop: Effect.asVoid(Fiber.interrupt(fiber))
  }
  yield* until(Effect.map(watching.news, (all) => all.some(({ _tag }) => _tag === "Began")), "the first scan")
  return watching
})

/** Writes a file below the project, and the watcher hears of it. */
export const edit = Effect.fn("edit")(function*(root: string, file: string, text: string) {
  yield* writeFiles(root, { [file]: text })
  yield* (yield* FileWatcherMemory.FileWatcherSteering).change(file.replace("kitty-specs/", ""))
})

export const removeMission = (root: string, slug: string) =>
  Effect.flatMap(FileSystem.FileSystem, (fs) => Effect.orDie(fs.remove(`${root}/kitty-specs/${slug}`, { recursive: true })))

export const tags = (news: ReadonlyArray<WatchNews>): ReadonlyArray<string> => news.map(({ _tag }) => _tag)
export const codes = (news: ReadonlyArray<WatchNews>): ReadonlyArray<string> =>
  news.flatMap((it) => it._tag === "Fault" ? [it.diagnostic.code] : [])
export const layer = FileWatcherMemory.layer
