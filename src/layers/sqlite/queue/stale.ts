import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Delivery, DeliveryInput, transition } from "../../../domain/sync/deliveryState.js"
import { QueueDatabase } from "./QueueDatabase.js"
import type { Change } from "./store.js"

const isBack = ({ state: { _tag } }: Delivery): boolean => _tag === "Pending" || _tag === "Quarantined"

const outrun = `SELECT d.id FROM delivery d WHERE d.id IN (SELECT value FROM json_each(?)) AND d.key IS NOT NULL
  AND EXISTS (SELECT 1 FROM delivery n WHERE n.key = d.key AND n.kind = d.kind AND n.id > d.id)`

/** Rows given back or refused while a newer one of their subject is queued have no purpose any more: superseded. */
export const supersedeStale = Effect.fnUntraced(function*(changes: ReadonlyArray<Change>, nowMs: number) {
  const { sql } = yield* QueueDatabase
  const back = changes.filter(({ after, row }) => row.key !== null && isBack(after))
  if (back.length === 0) return changes
  const ids = yield* sql.unsafe<{ readonly id: number }>(outrun, [JSON.stringify(back.map(({ row }) => row.id))])
  const stale = new Set(ids.map(({ id }) => id))
  return changes.map((change) =>
    stale.has(change.row.id)
      ? {
        row: change.row,
        after: Option.getOrElse(transition(change.after, DeliveryInput.Supersede(), nowMs), () => change.after)
      }
      : change
  )
})
