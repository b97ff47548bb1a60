import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type { Delivery } from "../../../domain/sync/deliveryState.js"
import { indexedEventType } from "../../../domain/sync/supersedeKey.js"

/** Whether the Indexed event of a body's artifact is still queued. */
export const waitsForEvent = `EXISTS (SELECT 1 FROM delivery e WHERE e.key = delivery.key AND e.kind = 'event'
  AND e.subject = '${indexedEventType}' AND e.state <> 'quarantined')`

const update = `UPDATE delivery SET held = NOT held
  WHERE key IN (SELECT value FROM json_each(?)) AND kind = 'body' AND held <> ${waitsForEvent}`

/** Whether an event in this state holds bodies back. */
export const isHolding = ({ state: { _tag } }: Delivery): boolean => _tag === "Pending" || _tag === "Leased"

/**
 * Says anew of the bodies of these subjects whether they wait, in the transaction that changed their events. It is stored
 * because the question, asked of each body at every claim, made a claim as long as the queue: 150 ms where 100,000 wait.
 */
export const markHeld = (sql: SqlClient, keys: ReadonlyArray<string>) =>
  keys.length === 0 ? Effect.void : Effect.asVoid(sql.unsafe(update, [JSON.stringify([...new Set(keys)])]))
