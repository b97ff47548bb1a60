import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import { type EnqueuePlan, planEnqueue, type QueuedRow, supersededDelivery } from "../../../domain/sync/planEnqueue.js"
import { brokenLimit } from "../../../domain/sync/queueBounds.js"
import { bodyEntry, eventEntry, type QueueEntry } from "../../../domain/sync/QueueEntry.js"
import type { QueueItem } from "../../../services/DeliveryQueue.js"
import { Settings } from "../../../services/Settings.js"
import { markHeld } from "./held.js"
import { insertRows } from "./insert.js"
import { QueueDatabase } from "./QueueDatabase.js"
import { deliveryColumns, readRows } from "./rows.js"
import { addToTally, type Change, storeChanges } from "./store.js"
import { sizeNow } from "./tallies.js"

const isPresent = <A>(value: A | null): value is A => value !== null

const rivalsByKey = `SELECT ${deliveryColumns} FROM delivery d WHERE d.key IN (SELECT value FROM json_each(?))`
const rivalsByEventId = `SELECT ${deliveryColumns} FROM delivery d WHERE d.event_id IN (SELECT value FROM json_each(?))`

/** Rows that share a subject or an event id with what is added. */
const rivalsOf = Effect.fnUntraced(function*(entries: ReadonlyArray<QueueEntry>) {
  const { sql } = yield* QueueDatabase
  const keys = JSON.stringify(entries.map(({ key }) => key).filter(isPresent))
  const eventIds = JSON.stringify(entries.map(({ eventId }) => eventId).filter(isPresent))
  const found = [...(yield* readRows(sql, rivalsByKey, [keys])), ...(yield* readRows(sql, rivalsByEventId, [eventIds]))]
  return [...new Map(found.map((row) => [row.id, row])).values()]
})

const superseded = (nowMs: number) => (row: QueuedRow): Option.Option<Change> =>
  Option.map(supersededDelivery(row, nowMs), (after) => ({ row, after }))

const carryOut = Effect.fnUntraced(function*(plan: EnqueuePlan, rivals: ReadonlyArray<QueuedRow>, nowMs: number) {
  const { sql } = yield* QueueDatabase
  yield* storeChanges(sql, plan.supersede.map(superseded(nowMs)).flatMap(Option.toArray))
  for (const { kind } of plan.replacedInCall) yield* addToTally(sql, kind, { captured: 1, superseded: 1 })
  const ids = yield* insertRows(sql, plan.insert.map((planned) => ({ ...planned, queuedAtMs: nowMs })))
  yield* markHeld(sql, rivals.flatMap(({ key }) => key === null ? [] : [key]))
  return ids
})

/** Tells a crash test, on file descriptor 3, which rows are on disk. */
const acknowledge = (ids: ReadonlyArray<number>) =>
  Effect.sync(() => {
    for (const id of ids) fs.writeSync(3, `ACK ${id}\n`)
  })

export const makeEnqueue = Effect.gen(function*() {
  const database = yield* QueueDatabase
  const { queueMaxBytes, queueMaxItems, testAck } = yield* Settings
  const limits = { maxItems: queueMaxItems, maxBytes: queueMaxBytes }

  const add = Effect.fnUntraced(function*(entries: ReadonlyArray<QueueEntry>, nowMs: number) {
    const before = yield* sizeNow
    const rivals = yield* rivalsOf(entries)
    const plan = planEnqueue(entries, rivals, nowMs)
    const ids = yield* carryOut(plan, rivals, nowMs)
    const broken = brokenLimit(before, yield* sizeNow, limits)
    if (Option.isSome(broken)) return yield* broken.value
    return { plan, ids }
  }, Effect.provideService(QueueDatabase, database))

  return Effect.fn("DeliveryQueue.enqueue")(function*(items: ReadonlyArray<QueueItem>) {
    const entries = items.map((item) => item._tag === "Event" ? eventEntry(item.event) : bodyEntry(item.body))
    const nowMs = yield* Clock.currentTimeMillis
    const { ids, plan } = yield* database.write(add(entries, nowMs))
    if (testAck) yield* acknowledge(ids)
    return {
      captured: plan.insert.length + plan.replacedInCall.length,
      unchanged: plan.unchanged,
      superseded: plan.supersede.length + plan.replacedInCall.length
    }
  })
})
