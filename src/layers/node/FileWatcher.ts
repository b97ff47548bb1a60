import type * as parcel from "@parcel/watcher"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import { lstat, realpath } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import { WatchUnavailable } from "../../domain/sync/WatchUnavailable.js"
import { type FileChange, FileWatcher } from "../../services/FileWatcher.js"
import { type ChangeBuffer, makeChangeBuffer, mostPaths } from "../watcher/changeBuffer.js"
import { describeCause } from "./systemError.js"

/** What is used of `@parcel/watcher`. */
export type NativeWatcher = Pick<typeof parcel, "subscribe">
type Subscription = Awaited<ReturnType<NativeWatcher["subscribe"]>>
type Callback = Parameters<NativeWatcher["subscribe"]>[1]

/** Folders are watched anew at most this often, however many are made. */
const renewEvery = "500 millis"

interface Watched {
  readonly native: NativeWatcher
  /** The folder, symlinks resolved: the watcher does not follow them. */
  readonly root: string
  readonly unavailable: (cause: unknown) => WatchUnavailable
  readonly buffer: ChangeBuffer
  /** Paths that came to be, among them folders that the native watcher knows the surface of. */
  readonly created: ChangeBuffer
}

const hear = ({ buffer, created, root, unavailable }: Watched): Callback => (error, events) => {
  if (error !== null) {
    buffer.fail(unavailable(error))
    return
  }
  for (const { path, type } of events) {
    const name = relative(root, path).replaceAll(sep, "/")
    if (name !== "") buffer.add(name)
    else if (type === "delete") buffer.fail(unavailable("the folder is gone"))
    if (name !== "" && type === "create") created.add(name)
  }
}

const begin = (watched: Watched): Effect.Effect<Subscription, WatchUnavailable> =>
  Effect.tryPromise({ try: () => watched.native.subscribe(watched.root, hear(watched)), catch: watched.unavailable })

/** A watch of folders that are gone already can't be taken back, which is no harm. */
const end = (subscription: Subscription): Effect.Effect<void> =>
  Effect.ignore(Effect.tryPromise(() => subscription.unsubscribe()))

const isFolder = (root: string) => (change: FileChange): Effect.Effect<boolean> =>
  change._tag === "Lost" ? Effect.succeed(true) : Effect.tryPromise(() => lstat(join(root, change.path))).pipe(
    Effect.map((stats) => stats.isDirectory()),
    Effect.orElseSucceed(() => false)
  )

/**
 * Of a tree that appears at once (a move, a copy, a checkout) the native watcher sees the topmost folder and may miss
 * those below; a new watch knows them all. It keeps one tree per folder for as long as somebody watches, so the old
 * watch has to end first. What happens between the two nobody sees: hence `Lost`.
 */
const keepRenewed = (watched: Watched, current: Ref.Ref<Subscription>) => {
  const { buffer, created, root } = watched
  const renew = Ref.get(current).pipe(
    Effect.flatMap(end),
    Effect.zipRight(begin(watched)),
    Effect.flatMap((next) => Ref.set(current, next)),
    Effect.uninterruptible
  )
  return created.changes.pipe(
    Stream.groupedWithin(mostPaths, renewEvery),
    Stream.mapEffect(Effect.filter(isFolder(root), { concurrency: 8 })),
    Stream.filter((folders) => folders.length > 0),
    Stream.runForEach(() => Effect.zipRight(renew, Effect.sync(buffer.lose))),
    Effect.catchTag("WatchUnavailable", (error) => Effect.sync(() => buffer.fail(error)))
  )
}

const watchBy = (load: () => Promise<NativeWatcher>) =>
  Effect.fn("FileWatcher.watch")(function*(directory: string) {
    const unavailable = (cause: unknown) => new WatchUnavailable({ directory, detail: describeCause(cause) })
    const watched: Watched = {
      native: yield* Effect.tryPromise({ try: load, catch: unavailable }),
      root: yield* Effect.tryPromise({ try: () => realpath(directory), catch: unavailable }),
      unavailable,
      buffer: yield* makeChangeBuffer,
      created: yield* makeChangeBuffer
    }
    const current = yield* Effect.acquireRelease(
      Effect.flatMap(begin(watched), Ref.make),
      (subscription) => Effect.flatMap(Ref.get(subscription), end)
    )
    yield* Effect.forkScoped(keepRenewed(watched, current))
    return watched.buffer.changes
  })

/** With another native watcher, or none. */
export const layerWith = (load: () => Promise<NativeWatcher>): Layer.Layer<FileWatcher> =>
  Layer.succeed(FileWatcher, FileWatcher.of({ watch: watchBy(load) }))

/** `@parcel/watcher`: inotify, FSEvents or what the system has. Native, so it is loaded when a watch begins. */
export const layer: Layer.Layer<FileWatcher> = layerWith(() => import("@parcel/watcher"))
