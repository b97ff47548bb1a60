import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../../../domain/dossier/Artifact.js"
import type { QueuedItem, Receipt } from "../../../services/QueueView.js"
import { storedHash } from "../../queue/changes.js"
import { instantOf } from "../../queue/instant.js"

/** The columns of `Item`. */
export const itemColumns = `id, kind, state, mission_slug, subject, event_id, content_hash, attempts, queued_at,
  CASE state WHEN 'pending' THEN due_at WHEN 'leased' THEN lease_expires_at END AS next_at, reason_code, reason`

/** A row as people and reports see it, without its text. */
export const Item = Schema.Struct({
  id: Schema.Int,
  kind: Schema.Literal("event", "body"),
  state: Schema.Literal("pending", "leased", "quarantined"),
  mission_slug: Schema.NullOr(Schema.String),
  subject: Schema.String,
  event_id: Schema.NullOr(Schema.String),
  content_hash: Schema.NullOr(Schema.String),
  attempts: Schema.Int,
  queued_at: Schema.Int,
  next_at: Schema.NullOr(Schema.Int),
  reason_code: Schema.NullOr(Schema.String),
  reason: Schema.NullOr(Schema.String)
})
const decodeItems = Schema.decodeUnknown(Schema.Array(Item))

export const toItem = (row: typeof Item.Type): QueuedItem => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  missionSlug: row.mission_slug,
  subject: row.subject,
  eventId: row.event_id,
  contentHash: storedHash(row.content_hash),
  retryCount: row.attempts,
  queuedAt: instantOf(row.queued_at),
  nextAttemptAt: row.next_at === null ? null : instantOf(row.next_at),
  reasonCode: row.reason_code,
  reason: row.reason
})

/** The items of `… FROM delivery WHERE <where>`; a row that does not decode means a damaged file, and is a defect. */
export const readItems = (sql: SqlClient, where: string, parameters: ReadonlyArray<unknown>) =>
  sql.unsafe(`SELECT ${itemColumns} FROM delivery WHERE ${where}`, parameters).pipe(
    Effect.flatMap((rows) => Effect.orDie(decodeItems(rows))),
    Effect.map((rows) => rows.map(toItem))
  )

const StoredReceipt = Schema.Struct({
  path: ArtifactPath,
  content_hash: ContentHash,
  status: Schema.Literal("success", "duplicate", "uploaded", "already_exists"),
  acknowledged_at: Schema.Int
})
const decodeReceipts = Schema.decodeUnknown(Schema.Array(StoredReceipt))

const toReceipt = ({ acknowledged_at, content_hash, path, status }: typeof StoredReceipt.Type): Receipt => ({
  path,
  contentHash: content_hash,
  status,
  acknowledgedAt: instantOf(acknowledged_at)
})

/** The receipts of `… FROM receipt WHERE <where>`. */
export const readReceipts = (sql: SqlClient, where: string, parameters: ReadonlyArray<unknown>) =>
  sql.unsafe(`SELECT path, content_hash, status, acknowledged_at FROM receipt WHERE ${where}`, parameters).pipe(
    Effect.flatMap((rows) => Effect.orDie(decodeReceipts(rows))),
    Effect.map((rows) => rows.map(toReceipt))
  )
