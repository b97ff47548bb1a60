import * as Schema from "effect/Schema"
import { ContentHash } from "../dossier/Artifact.js"
import { KnownNamespace } from "../dossier/ScanReport.js"
import { Instant } from "../text.js"

/** What every item is known by, whatever became of it. */
const named = {
  id: Schema.Int,
  kind: Schema.Literal("event", "body"),
  /** Null for an event outside any mission, and for a row that can't be decoded. */
  mission_slug: Schema.NullOr(Schema.String),
  /** Artifact path of a body, event type of an event. */
  subject: Schema.String,
  event_id: Schema.NullOr(Schema.String),
  content_hash: Schema.NullOr(ContentHash)
}

/** One item as `sync queue list` shows it. */
export const QueueListItem = Schema.Struct({
  ...named,
  state: Schema.Literal("pending", "leased", "quarantined"),
  /** Attempts that count. */
  retry_count: Schema.NonNegativeInt,
  queued_at: Instant,
  /** When it is due, or when its lease ends; null in quarantine. */
  next_attempt_at: Schema.NullOr(Instant),
  /** The last error; the server's words whole in `reason`. */
  reason_code: Schema.NullOr(Schema.String),
  reason: Schema.NullOr(Schema.String)
})
export type QueueListItem = typeof QueueListItem.Type

/** The record of an item that a person dropped. */
export const DroppedRecord = Schema.Struct({
  ...named,
  state: Schema.Literal("dropped"),
  /** Why, as it was given. */
  reason: Schema.String,
  dropped_at: Instant
})
export type DroppedRecord = typeof DroppedRecord.Type

/** `data` of `sync queue list --json` (`sync-queue-list@1`). */
export class QueueList extends Schema.Class<QueueList>("spec-kitty/QueueList")({
  project_uuid: Schema.NullOr(Schema.String),
  /** By id, oldest first. */
  items: Schema.Array(QueueListItem),
  /** All items that match. */
  total: Schema.NonNegativeInt,
  /** How many of them follow the last one here. */
  more: Schema.NonNegativeInt,
  /** The latest first; empty unless `--state dropped` asks for them. */
  dropped: Schema.Array(DroppedRecord),
  /** All records that match; 0 unless asked for. */
  dropped_total: Schema.NonNegativeInt
}) {}

/** Everything that is known of one item. */
export const QueueItemDetail = Schema.Struct({
  ...QueueListItem.fields,
  /** UTF-8 bytes of the JSON that would be sent. */
  size_bytes: Schema.NonNegativeInt,
  /** How often it was taken for delivery. */
  claims: Schema.NonNegativeInt,
  lease: Schema.NullOr(Schema.Struct({ owner: Schema.String, expires_at: Instant })),
  /** Until when the server's Retry-After holds it. */
  not_before: Schema.NullOr(Instant),
  /** Id of the queued index event that the body waits for; null where none holds the item back. */
  waits_for_event: Schema.NullOr(Schema.Int),
  namespace: Schema.NullOr(KnownNamespace),
  /** What the receiver last acknowledged of a body's path. */
  receipt: Schema.NullOr(Schema.Struct({
    content_hash: ContentHash,
    status: Schema.Literal("success", "duplicate", "uploaded", "already_exists"),
    acknowledged_at: Instant
  }))
})
export type QueueItemDetail = typeof QueueItemDetail.Type

/** What sending an item would send. */
export const QueueItemContent = Schema.Struct({
  /** The exact text, as one JSON value; null where the gate would refuse it. */
  json: Schema.NullOr(Schema.String),
  /** Why nothing would be sent; null where it would. */
  refused: Schema.NullOr(Schema.Struct({ reason_code: Schema.String, reason: Schema.String })),
  /** What was found in the original tool's queue, for an item that was brought over and can't be sent; null for others. */
  raw: Schema.NullOr(Schema.String)
})
export type QueueItemContent = typeof QueueItemContent.Type

/** `data` of `sync queue show --json` (`sync-queue-item@1`). */
export class QueueItemReport extends Schema.Class<QueueItemReport>("spec-kitty/QueueItemReport")({
  project_uuid: Schema.NullOr(Schema.String),
  item: Schema.Union(QueueItemDetail, DroppedRecord),
  /** Null unless `--content` asks for it, and for what was dropped: its text is gone. */
  content: Schema.NullOr(QueueItemContent)
}) {}

/** What became of one item. */
export const QueueItemChange = Schema.Struct({
  ...named,
  /** UTF-8 bytes of the JSON that would be sent, or would have been. */
  size_bytes: Schema.NonNegativeInt,
  /** As `QueueChange.change`. */
  change: Schema.Literal("requeued", "hastened", "unchanged", "dropped"),
  /** When it is due; later than now where the server's Retry-After holds it. Null for what was dropped. */
  due_at: Schema.NullOr(Instant)
})
export type QueueItemChange = typeof QueueItemChange.Type

/** `data` of `sync queue retry --json` and of `sync queue drop --json` (`sync-queue-change@1`). */
export class QueueChangeReport extends Schema.Class<QueueChangeReport>("spec-kitty/QueueChangeReport")({
  project_uuid: Schema.NullOr(Schema.String),
  action: Schema.Literal("retry", "drop"),
  /** Why something was dropped; null for a retry. */
  reason: Schema.NullOr(Schema.String),
  /** By id. */
  changes: Schema.Array(QueueItemChange)
}) {}
