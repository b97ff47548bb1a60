import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Mailbox from "effect/Mailbox"
import * as Stream from "effect/Stream"
import type { WatchUnavailable } from "../../domain/sync/WatchUnavailable.js"
import type { FileChange } from "../../services/FileWatcher.js"

/** Paths that are held for a reader who does not take them; of more, only the fact is kept. */
export const mostPaths = 4096

/** Changes between a watcher that calls back when it likes and a reader that takes them when it can. */
export interface ChangeBuffer {
  readonly add: (path: string) => void
  readonly lose: () => void
  /** The reader gets what is held, then this. */
  readonly fail: (error: WatchUnavailable) => void
  readonly changes: Stream.Stream<FileChange, WatchUnavailable>
}

const lost: FileChange = { _tag: "Lost" }

/** Holds each path once. Its callbacks are plain functions, since native code calls them. */
export const makeChangeBuffer: Effect.Effect<ChangeBuffer> = Effect.gen(function*() {
  // One signal, however much there is to take.
  const filled = yield* Mailbox.make<null, WatchUnavailable>({ capacity: 1, strategy: "sliding" })
  const paths = new Set<string>()
  let isLost = false
  const lose = () => {
    isLost = true
    paths.clear()
    filled.unsafeOffer(null)
  }
  const add = (path: string) => {
    if (isLost) return
    paths.add(path)
    if (paths.size > mostPaths) lose()
    else filled.unsafeOffer(null)
  }
  const take = Effect.sync((): ReadonlyArray<FileChange> => {
    const taken: ReadonlyArray<FileChange> = isLost ? [lost] : [...paths].map((path) => ({ _tag: "Changed", path }))
    isLost = false
    paths.clear()
    return taken
  })
  return {
    add,
    lose,
    fail: (error) => filled.unsafeDone(Exit.fail(error)),
    changes: Mailbox.toStream(filled).pipe(Stream.mapEffect(() => take), Stream.flattenIterables)
  }
})
