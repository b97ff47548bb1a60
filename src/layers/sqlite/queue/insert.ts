import type { SqlClient } from "@effect/sql/SqlClient"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import type { PlannedRow } from "../../../domain/sync/planEnqueue.js"
import { addToTally } from "./store.js"

/** Rows per statement: more gains nothing, and SQLite allows 32,766 parameters. */
const rowsPerStatement = 500

/** A row to be queued: due when it is queued, or at `notBeforeMs`. */
export interface NewRow extends PlannedRow {
  readonly queuedAtMs: number
}

const columns = ({ entry, notBeforeMs, queuedAtMs }: NewRow) => ({
  kind: entry.kind,
  state: "pending",
  key: entry.key,
  namespace_key: entry.namespaceKey,
  mission_slug: entry.missionSlug,
  subject: entry.subject,
  event_id: entry.eventId,
  lamport: entry.lamport,
  content_hash: entry.contentHash,
  wire_bytes: entry.wireBytes,
  queued_at: queuedAtMs,
  claims: 0,
  attempts: 0,
  next_attempt_at: queuedAtMs,
  not_before: notBeforeMs
})

/** Stores contents that are not there yet; returns the bytes that were added. */
const insertContents = Effect.fnUntraced(function*(sql: SqlClient, rows: ReadonlyArray<NewRow>) {
  const contents = rows.flatMap(({ entry: { contentBytes, contentHash, text } }) =>
    contentHash === null ? [] : [{ hash: contentHash, body: text, size_bytes: contentBytes }])
  if (contents.length === 0) return 0
  const added = yield* sql<{ size_bytes: number }>`INSERT INTO content ${sql.insert(contents)}
    ON CONFLICT (hash) DO NOTHING RETURNING size_bytes`
  return added.reduce((sum, { size_bytes }) => sum + size_bytes, 0)
})

const insertChunk = Effect.fnUntraced(function*(sql: SqlClient, rows: ReadonlyArray<NewRow>) {
  const bytes = yield* insertContents(sql, rows)
  const inserted = yield* sql<{ id: number; event_id: string | null }>`INSERT INTO delivery ${
    sql.insert(rows.map(columns))
  } RETURNING id, event_id`
  const texts = new Map(rows.map(({ entry }) => [entry.eventId, entry.text]))
  const events = inserted.flatMap(({ event_id, id }) =>
    event_id === null ? [] : [{ delivery_id: id, json: texts.get(event_id) ?? "" }])
  if (events.length > 0) yield* sql`INSERT INTO event_text ${sql.insert(events)}`
  const count = events.length
  const bodies = rows.length - count
  if (count > 0) yield* addToTally(sql, "event", { captured: count, pending: count })
  if (bodies > 0) yield* addToTally(sql, "body", { captured: bodies, pending: bodies, content_bytes: bytes })
  return inserted.map(({ id }) => id)
})

/** Adds rows in order, inside the caller's transaction; returns their ids. */
export const insertRows = (sql: SqlClient, rows: ReadonlyArray<NewRow>) =>
  Effect.map(
    Effect.forEach(Array.chunksOf(rows, rowsPerStatement), (chunk) => insertChunk(sql, chunk)),
    (ids) => ids.flat()
  )
