import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { DeliveryInput } from "../../domain/sync/deliveryState.js"
import { type DropReason, type NamedRow, planQueueChange, type Wish } from "../../domain/sync/planQueueChange.js"
import { LeaseOwner } from "../../services/LeaseOwner.js"
import { QueueControl, type RetryWhich } from "../../services/QueueControl.js"
import { storedHash, toQueueChange } from "../queue/changes.js"
import { instantOf } from "../queue/instant.js"
import { recover } from "./queue/operations.js"
import { type MemoryRow, MemoryStore } from "./queue/store.js"

const named = (row: MemoryRow): NamedRow => ({
  ...row,
  missionSlug: row.entry.missionSlug,
  subject: row.entry.subject,
  wireBytes: row.entry.wireBytes
})

const make = Effect.gen(function*() {
  const store = yield* MemoryStore
  const owners = yield* LeaseOwner

  const carryOut = Effect.fnUntraced(function*(which: RetryWhich, wish: Wish, nowMs: number) {
    yield* Effect.provideService(recover(store, nowMs), LeaseOwner, owners)
    const rows = store.rows()
    const ids = which._tag === "Items" ? which.ids : rows
      .filter(({ delivery, kind }) => delivery.state._tag === "Quarantined" && (which.kind ?? kind) === kind)
      .map(({ id }) => id)
    const planned = yield* planQueueChange(ids, rows.map(named), wish, nowMs)
    for (const { after, row } of planned) {
      const stored = store.byId(row.id)
      if (stored !== undefined) store.put(stored, after)
    }
    return planned
  })

  const retry = Effect.fn("QueueControl.retry")(function*(which: RetryWhich) {
    const planned = yield* carryOut(which, DeliveryInput.Requeue(), yield* Clock.currentTimeMillis)
    return planned.map(toQueueChange)
  }, store.exclusive)

  const drop = Effect.fn("QueueControl.drop")(function*(ids: ReadonlyArray<number>, reason: DropReason) {
    const nowMs = yield* Clock.currentTimeMillis
    const planned = yield* carryOut({ _tag: "Items", ids }, DeliveryInput.Drop(), nowMs)
    store.dropped.push(...planned.map(({ row }) => ({
      id: row.id,
      kind: row.kind,
      state: "dropped" as const,
      missionSlug: row.missionSlug,
      subject: row.subject,
      eventId: row.eventId,
      contentHash: storedHash(row.contentHash),
      reason,
      droppedAt: instantOf(nowMs)
    })))
    return planned.map(toQueueChange)
  }, store.exclusive)

  return QueueControl.of({ retry, drop })
})

/** On the rows of the memory queue. */
export const layer = Layer.effect(QueueControl, make)
