import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Delivery, DeliveryState } from "../../../domain/sync/deliveryState.js"
import type { QueuedRow } from "../../../domain/sync/planEnqueue.js"
import type { NamedRow } from "../../../domain/sync/planQueueChange.js"
import { QueueDatabase } from "./QueueDatabase.js"

/** The columns that a decision is made on. */
export const deliveryColumns = `d.id, d.kind, d.state, d.key, d.event_id, d.content_hash, d.owner, d.lease_expires_at,
  d.claims, d.attempts, d.next_attempt_at, d.not_before, d.reason_code, d.reason`

const DeliveryColumns = Schema.Struct({
  id: Schema.Int,
  kind: Schema.Literal("event", "body"),
  state: Schema.Literal("pending", "leased", "quarantined"),
  key: Schema.NullOr(Schema.String),
  event_id: Schema.NullOr(Schema.String),
  content_hash: Schema.NullOr(Schema.String),
  owner: Schema.NullOr(Schema.String),
  lease_expires_at: Schema.NullOr(Schema.Int),
  claims: Schema.Int,
  attempts: Schema.Int,
  next_attempt_at: Schema.Int,
  not_before: Schema.NullOr(Schema.Int),
  reason_code: Schema.NullOr(Schema.String),
  reason: Schema.NullOr(Schema.String)
})
type DeliveryColumns = typeof DeliveryColumns.Type

const decode = Schema.decodeUnknown(Schema.Array(DeliveryColumns))

type Names = Pick<NamedRow, "id" | "missionSlug" | "subject" | "wireBytes">

const stateOf = (row: DeliveryColumns): DeliveryState => {
  if (row.state === "pending") return DeliveryState.Pending()
  if (row.state === "quarantined") return DeliveryState.Quarantined()
  return DeliveryState.Leased({ owner: row.owner ?? "", token: row.claims, expiresAtMs: row.lease_expires_at ?? 0 })
}

const deliveryOf = (row: DeliveryColumns): Delivery => ({
  state: stateOf(row),
  claims: row.claims,
  attempts: row.attempts,
  nextAttemptAtMs: row.next_attempt_at,
  notBeforeMs: row.not_before,
  lastError: row.reason_code === null ? null : { reasonCode: row.reason_code, reason: row.reason ?? "" }
})

/**
 * Rows of the query `… FROM delivery d …` that selects `deliveryColumns`. The table is STRICT and its checks hold the
 * states together, so a row that does not decode means a damaged file, and is a defect that `probe` finds.
 */
export const readRows = Effect.fnUntraced(function*(sql: SqlClient, query: string, parameters: ReadonlyArray<unknown>) {
  const rows = yield* Effect.flatMap(sql.unsafe(query, parameters), (found) => Effect.orDie(decode(found)))
  return rows.map((row): QueuedRow => ({
    id: row.id,
    kind: row.kind,
    key: row.key,
    eventId: row.event_id,
    contentHash: row.content_hash,
    delivery: deliveryOf(row)
  }))
})

/** The same rows with what a person knows them by: those of `… FROM delivery d WHERE <where>`. */
export const readNamedRows = Effect.fnUntraced(function*(where: string, parameters: ReadonlyArray<unknown>) {
  const { sql } = yield* QueueDatabase
  const rows = yield* readRows(sql, `SELECT ${deliveryColumns} FROM delivery d WHERE ${where}`, parameters)
  const names = yield* sql.unsafe<Names>(
    `SELECT d.id, d.mission_slug AS missionSlug, d.subject, d.wire_bytes AS wireBytes FROM delivery d WHERE ${where}`,
    parameters
  )
  const byId = new Map(names.map((name) => [name.id, name]))
  return rows.flatMap((row): ReadonlyArray<NamedRow> => {
    const name = byId.get(row.id)
    return name === undefined ? [] : [{ ...row, ...name }]
  })
})

/** What a live delivery is stored as. */
export const columnsOf = ({ attempts, claims, lastError, nextAttemptAtMs, notBeforeMs, state }: Delivery) => ({
  state: state._tag === "Leased" ? "leased" : state._tag === "Quarantined" ? "quarantined" : "pending",
  owner: state._tag === "Leased" ? state.owner : null,
  lease_expires_at: state._tag === "Leased" ? state.expiresAtMs : null,
  claims,
  attempts,
  next_attempt_at: nextAttemptAtMs,
  not_before: notBeforeMs,
  reason_code: lastError?.reasonCode ?? null,
  reason: lastError?.reason ?? null
})
