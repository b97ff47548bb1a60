import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type { Delivery } from "../../../domain/sync/deliveryState.js"
import { indexedEventType } from "../../../domain/sync/supersedeKey.js"

/** Whether the Indexed event of a body's artifact is still queued. */
export const waitsForEvent = `EXISTS (SELECT 1 FROM delivery e WHERE e.key = delivery.key AND e.kind = 'event'
  AND e.subject = '${indexedEventType}' AND e.state <> 'quarantined')`

/** Whether an older body of the same path waits or is under way: one that overtook it would be overwritten by it. */
export const waitsForOlder = `EXISTS (SELECT 1 FROM delivery o WHERE o.key = delivery.key AND o.kind = 'body'
  AND o.id < delivery.id AND o.state <> 'quarantined')`

const differs = `held <> (${waitsForEvent} OR ${waitsForOlder})`

const update = `UPDATE delivery SET held = NOT held
  WHERE key IN (SELECT value FROM json_each(?)) AND kind = 'body' AND ${differs}`
const updateAfter = `UPDATE delivery SET held = NOT held WHERE id > ? AND kind = 'body' AND ${differs}`

/** Whether an item in this state holds bodies back. */
export const isHolding = ({ state: { _tag } }: Delivery): boolean => _tag === "Pending" || _tag === "Leased"

/**
 * Says anew of the bodies of these subjects whether they wait, in the transaction that changed what they wait for. It is
 * stored because the question, asked of each body at every claim, made a claim as long as the queue: 150 ms where 100,000 wait.
 */
export const markHeld = (sql: SqlClient, keys: ReadonlyArray<string>) =>
  keys.length === 0 ? Effect.void : Effect.asVoid(sql.unsafe(update, [JSON.stringify([...new Set(keys)])]))

/** The same of every body with an id above `id`: for many that were added at once. */
export const markHeldAfter = (sql: SqlClient, id: number) => Effect.asVoid(sql.unsafe(updateAfter, [id]))
