import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ContentHash } from "../domain/dossier/Artifact.js"
import type { StateNotWritable } from "../domain/identity/projectErrors.js"
import type { FileState } from "../domain/upgrade/FileState.js"

/** A file as it is to be. */
export interface Replacement {
  /** Hash of what it holds now; null where it is not there. */
  readonly expected: ContentHash | null
  readonly content: Uint8Array
  /** Permission bits: set as they are, but those of a new file before the umask. */
  readonly mode: number
}

/**
 * Files of the repository that an upgrade writes, by their path from the project's root (`/` separators). Never through a
 * link, and only where a file still holds what the caller read.
 */
export class ProjectFiles extends Context.Tag("spec-kitty/ProjectFiles")<ProjectFiles, {
  /** Runs the effect while no other process does so for this checkout; fails, busy, after `LockPatience`. */
  readonly exclusively: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | StateNotWritable, R>
  /** What stands there now; what can't be used says why. Follows no link and waits for no FIFO. */
  readonly look: (path: string) => Effect.Effect<FileState>
  /** Old or new at every moment, and on disk when it returns. False, with nothing changed, where it is not as expected. */
  readonly replace: (path: string, replacement: Replacement) => Effect.Effect<boolean, StateNotWritable>
  /** False, with nothing changed, where it does not hold what is expected. */
  readonly remove: (path: string, expected: ContentHash) => Effect.Effect<boolean, StateNotWritable>
}>() {}
