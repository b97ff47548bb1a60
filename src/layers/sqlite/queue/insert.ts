import type { SqlClient } from "@effect/sql/SqlClient"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import type { PlannedRow } from "../../../domain/sync/planEnqueue.js"
import { holdsBackBodies } from "../../../domain/sync/QueueEntry.js"
import { markHeld } from "./held.js"
import { addToTally } from "./store.js"

/** Rows per statement: more gains nothing, and SQLite allows 32,766 parameters. */
const rowsPerStatement = 500

/** A row to be queued: due when it is queued, or at `notBeforeMs`. */
export interface NewRow extends PlannedRow {
  readonly queuedAtMs: number
}

const names = `kind, state, key, namespace_key, mission_slug, subject, event_id, lamport, content_hash, wire_bytes,
  queued_at, claims, attempts, next_attempt_at, not_before`

/** What every new row says stands in the statement: 15 parameters per row, given by `sql.insert`, took 60 ms more of 10,000. */
const oneRow = "(?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)"

const insertDeliveries = (count: number): string =>
  `INSERT INTO delivery (${names}) VALUES ${Array.replicate(oneRow, count).join(",")} RETURNING id, event_id`

const valuesOf = ({ entry, notBeforeMs, queuedAtMs }: NewRow) => [
  entry.kind,
  entry.key,
  entry.namespaceKey,
  entry.missionSlug,
  entry.subject,
  entry.eventId,
  entry.lamport,
  entry.contentHash,
  entry.wireBytes,
  queuedAtMs,
  queuedAtMs,
  notBeforeMs
]

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
  const inserted = yield* sql.unsafe<{ readonly id: number; readonly event_id: string | null }>(
    insertDeliveries(rows.length),
    rows.flatMap(valuesOf)
  )
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

/** Subjects with an Indexed event, or with more than one body: their bodies may have to wait. */
const crowded = (rows: ReadonlyArray<NewRow>): ReadonlyArray<string> => {
  const bodies = new Set<string>()
  return rows.flatMap(({ entry }) => {
    if (entry.key === null) return []
    const again = entry.kind === "body" && bodies.size === bodies.add(entry.key).size
    return again || holdsBackBodies(entry) ? [entry.key] : []
  })
}

/** Adds rows in order, inside the caller's transaction; returns their ids. */
export const insertRows = Effect.fnUntraced(function*(sql: SqlClient, rows: ReadonlyArray<NewRow>) {
  const ids = yield* Effect.forEach(Array.chunksOf(rows, rowsPerStatement), (chunk) => insertChunk(sql, chunk))
  yield* markHeld(sql, crowded(rows))
  return ids.flat()
})
