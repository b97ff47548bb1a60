import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { QueueUnavailable } from "../domain/sync/queueErrors.js"

/** A row that would go to quarantine if it were claimed now. */
export interface UnusableRow {
  readonly id: number
  readonly kind: "event" | "body"
  readonly missionSlug: string | null
  /** Artifact path of a body, event type of an event. */
  readonly subject: string
  /** `hash_mismatch`, `contract`, `undecodable_row`. */
  readonly reasonCode: string
  readonly reason: string
}

/** What came of looking at every row that waits. */
export interface ContentsReport {
  /** Pending and leased rows that were looked at. */
  readonly rows: number
  /** Bytes of UTF-8 that were hashed or put through the gate. */
  readonly bytes: number
  /** The first 100, by id. */
  readonly unusable: ReadonlyArray<UnusableRow>
  readonly unusableCount: number
}

/**
 * Reads every waiting row as a claim would: its body is hashed again, its JSON goes through the contract gate. By the
 * very function that claims use, a page at a time, so that a full queue needs no more memory than a short one. Changes
 * nothing: a row that fails is put into quarantine when it is claimed.
 */
export class QueueContents extends Context.Tag("spec-kitty/QueueContents")<QueueContents, {
  readonly check: Effect.Effect<ContentsReport, QueueUnavailable>
}>() {}
