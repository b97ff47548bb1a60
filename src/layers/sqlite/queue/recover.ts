import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { DeliveryInput, transition } from "../../../domain/sync/deliveryState.js"
import { latestTimes } from "../../../domain/sync/RetryPolicy.js"
import { LeaseOwner } from "../../../services/LeaseOwner.js"
import { QueueDatabase } from "./QueueDatabase.js"
import { deliveryColumns, readRows } from "./rows.js"
import { supersedeStale } from "./stale.js"
import { storeChanges } from "./store.js"

/** Times that a moved clock left further ahead than their bound, pulled back to it: `clampTimes` for all rows at once. */
export const clampAll = Effect.fnUntraced(function*(nowMs: number) {
  const { sql } = yield* QueueDatabase
  const { leaseExpiresAtMs, nextAttemptAtMs, notBeforeMs } = latestTimes(nowMs)
  yield* sql`UPDATE delivery SET next_attempt_at = ${nextAttemptAtMs}
    WHERE state = 'pending' AND due_at > ${nextAttemptAtMs} AND next_attempt_at > ${nextAttemptAtMs}`
  yield* sql`UPDATE delivery SET not_before = ${notBeforeMs}
    WHERE state = 'pending' AND due_at > ${notBeforeMs} AND not_before > ${notBeforeMs}`
  yield* sql`UPDATE delivery SET lease_expires_at = ${leaseExpiresAtMs}
    WHERE state = 'leased' AND lease_expires_at > ${leaseExpiresAtMs}`
})

const leasedBy = `SELECT ${deliveryColumns} FROM delivery d WHERE d.state = 'leased' AND d.owner IN
  (SELECT value FROM json_each(?))`
const expired = `SELECT ${deliveryColumns} FROM delivery d WHERE d.state = 'leased' AND d.lease_expires_at <= ?`

/** Rows whose lease ended, or whose owner provably no longer runs, are pending again. */
export const freeLostLeases = Effect.fnUntraced(function*(nowMs: number) {
  const { sql } = yield* QueueDatabase
  const { isGone } = yield* LeaseOwner
  const owners = yield* sql<{ owner: string }>`SELECT DISTINCT owner FROM delivery WHERE state = 'leased'`
  const gone = yield* Effect.filter(owners.map(({ owner }) => owner), isGone)
  const orphaned = gone.length === 0 ? [] : yield* readRows(sql, leasedBy, [JSON.stringify(gone)])
  const late = yield* readRows(sql, expired, [nowMs])
  const lost = new Map([
    ...late.map((row) => [row.id, { row, input: DeliveryInput.LoseLease({ ownerGone: false }) }] as const),
    ...orphaned.map((row) => [row.id, { row, input: DeliveryInput.LoseLease({ ownerGone: true }) }] as const)
  ])
  const changes = [...lost.values()].flatMap(({ input, row }) =>
    Option.toArray(Option.map(transition(row.delivery, input, nowMs), (after) => ({ row, after }))))
  yield* storeChanges(sql, yield* supersedeStale(changes, nowMs))
})
