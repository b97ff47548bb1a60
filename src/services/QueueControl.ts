import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ContentHash } from "../domain/dossier/Artifact.js"
import type { DropReason } from "../domain/sync/planQueueChange.js"
import type { QueueKind } from "../domain/sync/QueueEntry.js"
import type { QueueUnavailable } from "../domain/sync/queueErrors.js"
import type { QueueItemLeased, QueueItemUnknown } from "../domain/sync/queueItemErrors.js"
import type { Instant } from "../domain/text.js"

/** What a person wants tried again: items by their ids, or all that is in quarantine, of one kind or of both. */
export type RetryWhich =
  | { readonly _tag: "Items"; readonly ids: ReadonlyArray<number> }
  | { readonly _tag: "Quarantined"; readonly kind: QueueKind | null }

/** What became of one item that a person asked something of. */
export interface QueueChange {
  readonly id: number
  readonly kind: QueueKind
  readonly missionSlug: string | null
  /** Artifact path of a body, event type of an event. */
  readonly subject: string
  readonly eventId: string | null
  readonly contentHash: ContentHash | null
  /** UTF-8 bytes of the JSON that would be sent, or would have been. */
  readonly sizeBytes: number
  /**
   * - `requeued`: it left quarantine and waits, with no attempt counted.
   * - `hastened`: it no longer waits for our own backoff.
   * - `unchanged`: our backoff did not hold it.
   * - `dropped`: it is gone; a record of it stays.
   */
  readonly change: "requeued" | "hastened" | "unchanged" | "dropped"
  /** When it is due; later than now where the server's Retry-After holds it. Null for what was dropped. */
  readonly dueAt: Instant | null
}

/**
 * A person's word on single items. Each call is one transaction: all that it names is changed and counted (law 7), or,
 * with an error, nothing. What another process is sending is refused; a lease that ended, or whose owner is gone, holds
 * nobody up. Its laws: `src/laws/queueControl.ts`.
 */
export class QueueControl extends Context.Tag("spec-kitty/QueueControl")<QueueControl, {
  /**
   * Due now, whatever our own backoff says, and out of quarantine; never before a Retry-After that the server gave.
   * Answers in the order of the ids, each once.
   */
  readonly retry: (
    which: RetryWhich
  ) => Effect.Effect<ReadonlyArray<QueueChange>, QueueItemUnknown | QueueItemLeased | QueueUnavailable>
  /** Never sent. The text is gone for good; who asked why finds the reason in `QueueItems.dropped`. */
  readonly drop: (
    ids: ReadonlyArray<number>,
    reason: DropReason
  ) => Effect.Effect<ReadonlyArray<QueueChange>, QueueItemUnknown | QueueItemLeased | QueueUnavailable>
}>() {}
