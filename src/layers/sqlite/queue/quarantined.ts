import type { SqlClient } from "@effect/sql/SqlClient"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { QueueKind } from "../../../domain/sync/QueueEntry.js"
import { addToTally } from "./store.js"

/** A row that came from elsewhere and can't be sent: it begins in quarantine, as it was found. */
export interface RawRow {
  readonly kind: QueueKind
  readonly missionSlug: string | null
  readonly subject: string
  readonly queuedAtMs: number
  readonly reasonCode: string
  readonly reason: string
  readonly raw: StoredRaw
}

/** The bytes of its main cell, and the other cells as JSON `[name, type, text]`. */
export const StoredRaw = Schema.Struct({
  type: Schema.Literal("null", "integer", "real", "text", "blob"),
  bytes: Schema.Uint8ArrayFromSelf,
  cells: Schema.String
})
export type StoredRaw = typeof StoredRaw.Type

/** Rows per statement: each may hold half a megabyte. */
const rowsPerStatement = 64

const insertDeliveries = (count: number): string =>
  `INSERT INTO delivery (kind, state, mission_slug, subject, wire_bytes, queued_at, claims, attempts, next_attempt_at,
    reason_code, reason) VALUES ${Arr.replicate("(?, 'quarantined', ?, ?, ?, ?, 0, 0, ?, ?, ?)", count).join(",")} RETURNING id`
const insertRaws = (count: number): string =>
  `INSERT INTO migrated_raw (delivery_id, type, raw, cells) VALUES ${Arr.replicate("(?, ?, ?, ?)", count).join(",")}`

const insertChunk = Effect.fnUntraced(function*(sql: SqlClient, rows: ReadonlyArray<RawRow>) {
  const inserted = yield* sql.unsafe<{ readonly id: number }>(insertDeliveries(rows.length), rows.flatMap((row) => [
    row.kind, row.missionSlug, row.subject, row.raw.bytes.length, row.queuedAtMs, row.queuedAtMs, row.reasonCode, row.reason
  ]))
  // Ids grow in the order in which rows are given.
  const ids = inserted.map(({ id }) => id).sort((one, other) => one - other)
  const raws = rows.flatMap(({ raw: { bytes, cells, type } }, at) => [ids[at], type, bytes, cells])
  yield* sql.unsafe(insertRaws(rows.length), raws)
  return ids
})

/** Adds rows to quarantine, counted, inside the caller's transaction; returns their ids in order. */
export const insertQuarantined = Effect.fnUntraced(function*(sql: SqlClient, rows: ReadonlyArray<RawRow>) {
  const ids = yield* Effect.forEach(Arr.chunksOf(rows, rowsPerStatement), (chunk) => insertChunk(sql, chunk))
  for (const kind of ["event", "body"] as const) {
    const count = rows.filter((row) => row.kind === kind).length
    if (count > 0) yield* addToTally(sql, kind, { captured: count, quarantined: count })
  }
  return ids.flat()
})
