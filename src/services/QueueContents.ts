import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { QueueUnavailable } from "../domain/sync/queueErrors.js"
import type { RowFault } from "../domain/sync/Unusable.js"
import type { QueuedItem } from "./QueueView.js"

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

/** Which rows are judged next. */
export interface JudgeRequest {
  /** Rows after this id; 0 from the start. */
  readonly afterId: number
  /** Null for every row. */
  readonly missionSlug: string | null
}

/** A row of any state, and what its text breaks now. */
export interface JudgedRow
  extends
    Pick<QueuedItem, "id" | "kind" | "state" | "missionSlug" | "subject" | "eventId" | "contentHash" | "reasonCode" | "reason">
{
  /** It came from another queue as it was found there, and can't be sent. */
  readonly isForeign: boolean
  /** What the gate would refuse of it if it were claimed now; none where it would let it through. */
  readonly faults: ReadonlyArray<RowFault>
}

/**
 * Reads rows as a claim would: the body is hashed again, the JSON goes through the contract gate. By the very function
 * that claims use, a page at a time, so that a full queue needs no more memory than a short one. Changes nothing: a row
 * that fails is put into quarantine when it is claimed.
 */
export class QueueContents extends Context.Tag("spec-kitty/QueueContents")<QueueContents, {
  /** Every row that waits, from the first to the last. */
  readonly check: Effect.Effect<ContentsReport, QueueUnavailable>
  /** The next rows by id, quarantined ones too, as many as fit into memory well; none at the end. Without their texts. */
  readonly judged: (request: JudgeRequest) => Effect.Effect<ReadonlyArray<JudgedRow>, QueueUnavailable>
}>() {}
