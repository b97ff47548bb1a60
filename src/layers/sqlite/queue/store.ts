import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type { Delivery } from "../../../domain/sync/deliveryState.js"
import type { QueuedRow } from "../../../domain/sync/planEnqueue.js"
import type { QueueKind } from "../../../domain/sync/QueueEntry.js"
import { isHolding, markHeld } from "./held.js"
import { columnsOf } from "./rows.js"

/** A row, and the delivery that the transition table made of it. */
export interface Change {
  readonly row: QueuedRow
  readonly after: Delivery
}

type TallyColumn = "captured" | "delivered" | "superseded" | "dropped" | "pending" | "leased" | "quarantined"
const columnOf = { Pending: "pending", Leased: "leased", Quarantined: "quarantined", Delivered: "delivered",
  Superseded: "superseded", Dropped: "dropped" } as const satisfies Record<Delivery["state"]["_tag"], TallyColumn>

const isLive = ({ state: { _tag } }: Delivery): boolean =>
  _tag === "Pending" || _tag === "Leased" || _tag === "Quarantined"

export type Tally = Partial<Record<TallyColumn | "content_bytes", number>>

/** Moves the counters of law 7, in the transaction of the change they count. */
export const addToTally = (sql: SqlClient, kind: QueueKind, by: Tally) =>
  sql`UPDATE tally SET captured = captured + ${by.captured ?? 0}, delivered = delivered + ${by.delivered ?? 0},
    superseded = superseded + ${by.superseded ?? 0}, dropped = dropped + ${by.dropped ?? 0},
    pending = pending + ${by.pending ?? 0}, leased = leased + ${by.leased ?? 0},
    quarantined = quarantined + ${by.quarantined ?? 0}, content_bytes = content_bytes + ${by.content_bytes ?? 0}
    WHERE kind = ${kind}`

const tallyOf = (changes: ReadonlyArray<Change>): Tally => {
  const tally: Tally = {}
  for (const { after, row } of changes) {
    const [from, to] = [columnOf[row.delivery.state._tag], columnOf[after.state._tag]]
    tally[from] = (tally[from] ?? 0) - 1
    tally[to] = (tally[to] ?? 0) + 1
  }
  return tally
}

const update = `UPDATE delivery SET
  state = v.value ->> 'state', owner = v.value ->> 'owner', lease_expires_at = v.value ->> 'lease_expires_at',
  claims = v.value ->> 'claims', attempts = v.value ->> 'attempts', next_attempt_at = v.value ->> 'next_attempt_at',
  not_before = v.value ->> 'not_before', reason_code = v.value ->> 'reason_code', reason = v.value ->> 'reason'
  FROM json_each(?) AS v WHERE delivery.id = v.value ->> 'id'`

/** Removes contents that no row needs any more; returns their bytes. */
export const pruneContents = Effect.fnUntraced(function*(sql: SqlClient, hashes: ReadonlyArray<string>) {
  if (hashes.length === 0) return 0
  const freed = yield* sql<{ size_bytes: number }>`DELETE FROM content
    WHERE hash IN (SELECT value FROM json_each(${JSON.stringify(hashes)}))
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE content_hash = content.hash) RETURNING size_bytes`
  return freed.reduce((sum, { size_bytes }) => sum + size_bytes, 0)
})

/** Subjects whose event, or one of whose bodies, began or ceased to hold bodies back. */
const keysToMark = (changes: ReadonlyArray<Change>): ReadonlyArray<string> =>
  changes.flatMap(({ after, row: { delivery, key } }) =>
    key !== null && isHolding(delivery) !== isHolding(after) ? [key] : [])

/** Stores what the transition table said: live rows are written, ended ones go with the contents only they needed. */
export const storeChanges = Effect.fnUntraced(function*(sql: SqlClient, changes: ReadonlyArray<Change>) {
  if (changes.length === 0) return
  const live = changes.filter(({ after }) => isLive(after))
  const ended = changes.filter(({ after }) => !isLive(after)).map(({ row }) => row)
  if (live.length > 0) {
    yield* sql.unsafe(update, [JSON.stringify(live.map(({ after, row }) => ({ id: row.id, ...columnsOf(after) })))])
  }
  if (ended.length > 0) {
    const ids = JSON.stringify(ended.map(({ id }) => id))
    yield* sql`DELETE FROM delivery WHERE id IN (SELECT value FROM json_each(${ids}))`
  }
  yield* markHeld(sql, keysToMark(changes))
  const freed = yield* pruneContents(sql, ended.flatMap(({ contentHash }) => contentHash === null ? [] : [contentHash]))
  for (const kind of ["event", "body"] as const) {
    const ofKind = changes.filter(({ row }) => row.kind === kind)
    const tally = { ...tallyOf(ofKind), ...(kind === "body" ? { content_bytes: -freed } : {}) }
    if (ofKind.length > 0) yield* addToTally(sql, kind, tally)
  }
})
