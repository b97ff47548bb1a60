import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import type { WatchUnavailable } from "../domain/sync/WatchUnavailable.js"

export type FileChange =
  /** Something at this path was made, written or removed. Relative to the watched folder, with `/`. */
  | { readonly _tag: "Changed"; readonly path: string }
  /** So much changed that it is no longer known what: only looking at everything tells. */
  | { readonly _tag: "Lost" }

/**
 * Says soon that something below a folder changed. A hint, never the truth: a watcher of the operating system may miss
 * what happens (overflow, a file system of another machine), so whoever must know looks at the files from time to time.
 */
export class FileWatcher extends Context.Tag("spec-kitty/FileWatcher")<FileWatcher, {
  /**
   * Watches `directory` and all below it until the scope ends. When it returns the watch stands: a later change is in the
   * stream. What was not taken yet is kept once per path, and as `Lost` above a bound, so a slow reader costs no memory.
   * Folders made later are watched as well. The stream never ends by itself; it fails where the watch does.
   */
  readonly watch: (
    directory: string
  ) => Effect.Effect<Stream.Stream<FileChange, WatchUnavailable>, WatchUnavailable, Scope.Scope>
}>() {}
