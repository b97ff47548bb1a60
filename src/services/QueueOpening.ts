import * as Context from "effect/Context"
import type * as Option from "effect/Option"

/** A queue file that could not be read as it stood. It was moved aside, never removed. */
export interface QueueRecovery {
  /** Where the unreadable file is now; its `-wal` lies beside it. */
  readonly movedTo: string
  /** What was wrong with it. */
  readonly reason: string
  /** Rows of it that could still be read, and whose content still had its hash: they are queued again. */
  readonly salvaged: number
}

/** What opening the project's queue found, for a person to be told. */
export class QueueOpening extends Context.Tag("spec-kitty/QueueOpening")<QueueOpening, {
  /** Absolute path of the queue's file. */
  readonly path: string
  /** None where the file was sound, or new. */
  readonly recovered: Option.Option<QueueRecovery>
}>() {}
