import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { dueAtMs } from "../../domain/sync/deliveryState.js"
import { lastErrorLooksAt, QueueView } from "../../services/QueueView.js"
import { instantOf } from "../queue/instant.js"
import { nextMoment, toItem } from "./queue/items.js"
import { type MemoryRow, MemoryStore } from "./queue/store.js"

const earliest = (moments: ReadonlyArray<number | null>) => {
  const known = moments.filter((moment) => moment !== null)
  return known.length === 0
    ? Option.none()
    : Option.some(instantOf(known.reduce((one, other) => Math.min(one, other))))
}

/** Pending rows, those due last first; of several the later moment of our own delay, then the newest. */
const lastDueFirst = (rows: ReadonlyArray<MemoryRow>): ReadonlyArray<MemoryRow> =>
  rows.filter(({ delivery }) => delivery.state._tag === "Pending")
    .sort((one, other) =>
      dueAtMs(other.delivery) - dueAtMs(one.delivery) ||
      other.delivery.nextAttemptAtMs - one.delivery.nextAttemptAtMs ||
      (other.delivery.notBeforeMs ?? -1) - (one.delivery.notBeforeMs ?? -1) || other.id - one.id)

const lastError = (rows: ReadonlyArray<MemoryRow>) =>
  Arr.findFirst(lastDueFirst(rows).slice(0, lastErrorLooksAt), ({ delivery }) => Option.fromNullable(delivery.lastError))

export const layer = Layer.effect(
  QueueView,
  Effect.map(MemoryStore, (store) => {
    const select = (keep: (row: MemoryRow) => boolean) =>
      store.exclusive(Effect.sync(() => store.rows().filter(keep).map(toItem)))
    const waits = (row: MemoryRow) => row.delivery.state._tag !== "Quarantined"
    return QueueView.of({
      counts: store.exclusive(Effect.sync(() => ({ events: store.counts("event"), bodies: store.counts("body") }))),
      bodiesOf: ({ key }) => select((row) => row.kind === "body" && row.entry.namespaceKey === key),
      receiptsOf: (namespace) => Effect.sync(() => [...(store.receipts.get(namespace.key)?.values() ?? [])]),
      eventsOf: ({ key }) => select((row) => row.kind === "event" && row.entry.namespaceKey === key && waits(row)),
      quarantined: (limit) => Effect.map(select((row) => !waits(row)), (items) => items.slice(0, limit)),
      nextDueAt: Effect.sync(() => earliest(store.rows().map(nextMoment))),
      lastError: store.exclusive(Effect.sync(() => lastError(store.rows()))),
      oldestQueuedAt: Effect.sync(() => earliest(store.rows().filter(waits).map(({ queuedAtMs }) => queuedAtMs)))
    })
  })
)
