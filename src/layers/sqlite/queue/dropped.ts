import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { DroppedItem } from "../../../services/QueueItems.js"
import { storedHash } from "../../queue/changes.js"
import { instantOf } from "../../queue/instant.js"

/** A row of `dropped`, without its place in the order. */
export const DroppedRow = Schema.Struct({
  id: Schema.Int,
  kind: Schema.Literal("event", "body"),
  mission_slug: Schema.NullOr(Schema.String),
  subject: Schema.String,
  event_id: Schema.NullOr(Schema.String),
  content_hash: Schema.NullOr(Schema.String),
  reason: Schema.String,
  dropped_at: Schema.Int
})
export type DroppedRow = typeof DroppedRow.Type

const decodeRows = Schema.decodeUnknown(Schema.Array(DroppedRow))

export const droppedColumns = "id, kind, mission_slug, subject, event_id, content_hash, reason, dropped_at"

const toDroppedItem = (row: DroppedRow): DroppedItem => ({
  id: row.id,
  kind: row.kind,
  state: "dropped",
  missionSlug: row.mission_slug,
  subject: row.subject,
  eventId: row.event_id,
  contentHash: storedHash(row.content_hash),
  reason: row.reason,
  droppedAt: instantOf(row.dropped_at)
})

/** The records of `… FROM dropped WHERE <where>`. */
export const readDropped = (sql: SqlClient, where: string, parameters: ReadonlyArray<unknown>) =>
  sql.unsafe(`SELECT ${droppedColumns} FROM dropped WHERE ${where}`, parameters).pipe(
    Effect.flatMap((rows) => Effect.orDie(decodeRows(rows))),
    Effect.map((rows) => rows.map(toDroppedItem))
  )

/** Keeps records in this order, inside the caller's transaction; as JSON, since 100,000 rows have too many parameters. */
export const insertDropped = (sql: SqlClient, rows: ReadonlyArray<DroppedRow>) =>
  sql.unsafe(
    `INSERT INTO dropped (${droppedColumns}) SELECT value ->> 'id', value ->> 'kind', value ->> 'mission_slug',
      value ->> 'subject', value ->> 'event_id', value ->> 'content_hash', value ->> 'reason', value ->> 'dropped_at'
      FROM json_each(?) ORDER BY key`,
    [JSON.stringify(rows)]
  )
