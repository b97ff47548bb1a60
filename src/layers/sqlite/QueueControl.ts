import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { DeliveryInput } from "../../domain/sync/deliveryState.js"
import { type DropReason, type PlannedChange, planQueueChange, type Wish } from "../../domain/sync/planQueueChange.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"
import { QueueControl, type RetryWhich } from "../../services/QueueControl.js"
import { toQueueChange } from "../queue/changes.js"
import { insertDropped } from "./queue/dropped.js"
import { QueueDatabase } from "./queue/QueueDatabase.js"
import { clampAll, freeLostLeases } from "./queue/recover.js"
import { readNamedRows } from "./queue/rows.js"
import { storeChanges } from "./queue/store.js"
import { shrink } from "./queue/vacuum.js"

const byId = "d.id IN (SELECT value FROM json_each(?))"
const inQuarantine = "d.state = 'quarantined' AND d.kind IN (SELECT value FROM json_each(?))"

const rowsOf = (which: RetryWhich) => {
  if (which._tag === "Items") return readNamedRows(byId, [JSON.stringify(which.ids)])
  return readNamedRows(inQuarantine, [JSON.stringify(which.kind === null ? ["event", "body"] : [which.kind])])
}

const changeAll = Effect.fnUntraced(function*(which: RetryWhich, wish: Wish, nowMs: number) {
  const { sql } = yield* QueueDatabase
  yield* clampAll(nowMs)
  yield* freeLostLeases(nowMs)
  const rows = yield* rowsOf(which)
  const planned = yield* planQueueChange(which._tag === "Items" ? which.ids : rows.map(({ id }) => id), rows, wish, nowMs)
  yield* storeChanges(sql, planned.filter(({ after, row }) => after !== row.delivery))
  return planned
})

const keepRecords = Effect.fnUntraced(function*(planned: ReadonlyArray<PlannedChange>, reason: DropReason, nowMs: number) {
  const { sql } = yield* QueueDatabase
  yield* insertDropped(sql, planned.map(({ row }) => ({
    id: row.id,
    kind: row.kind,
    mission_slug: row.missionSlug,
    subject: row.subject,
    event_id: row.eventId,
    content_hash: row.contentHash,
    reason,
    dropped_at: nowMs
  })))
  yield* shrink(sql)
})

const make = Effect.gen(function*() {
  const database = yield* QueueDatabase
  const owners = yield* LeaseOwner
  const write = <A, E>(change: Effect.Effect<A, E, QueueDatabase | LeaseOwner>) =>
    database.write(change.pipe(
      Effect.provideService(QueueDatabase, database),
      Effect.provideService(LeaseOwner, owners)
    ))
  return QueueControl.of({
    retry: Effect.fn("QueueControl.retry")(function*(which) {
      const nowMs = yield* Clock.currentTimeMillis
      const planned = yield* write(changeAll(which, DeliveryInput.Requeue(), nowMs))
      return planned.map(toQueueChange)
    }),
    drop: Effect.fn("QueueControl.drop")(function*(ids, reason) {
      const nowMs = yield* Clock.currentTimeMillis
      const dropping = changeAll({ _tag: "Items", ids }, DeliveryInput.Drop(), nowMs)
      const planned = yield* write(Effect.tap(dropping, (changes) => keepRecords(changes, reason, nowMs)))
      return planned.map(toQueueChange)
    })
  })
})

/** Writes to the queue's file. */
export const layer = Layer.effect(QueueControl, make)
