import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { Namespace } from "../../domain/identity/Namespace.js"
import { holdsBackBodies } from "../../domain/sync/QueueEntry.js"
import { namespaceFields } from "../../domain/sync/rebuildItem.js"
import {
  type ItemFilter, type ListRequest, type Page, type QueuedItemDetail, QueueItems
} from "../../services/QueueItems.js"
import { instantOf } from "../queue/instant.js"
import { makeWireText } from "../queue/wireText.js"
import { stateOf, toItem } from "./queue/items.js"
import { type MemoryRow, MemoryStore } from "./queue/store.js"

type Store = typeof MemoryStore.Service

const matches = ({ kind, missionSlug }: ItemFilter) => (it: ItemFilter): boolean =>
  (kind ?? it.kind) === it.kind && (missionSlug ?? it.missionSlug) === it.missionSlug

const pageOf = <A>(all: ReadonlyArray<A>, following: ReadonlyArray<A>, limit: number): Page<A> => ({
  items: following.slice(0, limit),
  total: all.length,
  more: Math.max(following.length - limit, 0)
})

const indexEventOf = (store: Store, { key, kind }: MemoryRow): number | null =>
  store.rows().find((other) =>
    kind === "body" && other.key === key && holdsBackBodies(other.entry) && other.delivery.state._tag !== "Quarantined"
  )?.id ?? null

const detailOf = (store: Store) => (row: MemoryRow): QueuedItemDetail => {
  const { delivery, entry } = row
  const { state } = delivery
  const receipts = row.kind === "event" ? undefined : store.receipts.get(entry.namespaceKey ?? "")
  return {
    ...toItem(row),
    sizeBytes: entry.wireBytes,
    claims: delivery.claims,
    lease: state._tag === "Leased" ? { owner: state.owner, expiresAt: instantOf(state.expiresAtMs) } : null,
    notBefore: delivery.notBeforeMs === null ? null : instantOf(delivery.notBeforeMs),
    waitsForEvent: indexEventOf(store, row),
    namespace: Option.getOrNull(Option.map(namespaceFields(entry.namespaceKey), (fields) => new Namespace(fields))),
    receipt: receipts?.get(entry.subject) ?? null
  }
}

const make = Effect.gen(function*() {
  const store = yield* MemoryStore
  const wireText = yield* makeWireText
  const read = <A>(look: () => A) => store.exclusive(Effect.sync(look))
  const droppedItem = (id: number) => Option.fromNullable(store.dropped.find((record) => record.id === id))
  return QueueItems.of({
    list: ({ afterId, limit, states, ...filter }: ListRequest) =>
      read(() => {
        const rows = store.rows().filter((row) => states.includes(stateOf(row))).map(toItem).filter(matches(filter))
        return pageOf(rows, rows.filter(({ id }) => id > (afterId ?? 0)), limit)
      }),
    dropped: ({ limit, ...filter }) =>
      read(() => {
        const records = [...store.dropped].reverse().filter(matches(filter))
        return pageOf(records, records, limit)
      }),
    item: (id) =>
      read(() => Option.orElse(Option.map(Option.fromNullable(store.byId(id)), detailOf(store)), () => droppedItem(id))),
    wire: (id) => {
      const row = store.byId(id)
      return row === undefined ? Effect.succeedNone : Effect.asSome(wireText(row.kind, row.entry))
    },
    // Nothing is brought over into a queue in memory.
    raw: () => Effect.succeedNone
  })
})

/** On the rows of the memory queue. */
export const layer = Layer.effect(QueueItems, make)
