import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { QueueCounts } from "../../../domain/sync/conservation.js"
import type { Delivery } from "../../../domain/sync/deliveryState.js"
import type { QueuedRow } from "../../../domain/sync/planEnqueue.js"
import type { QueueSize } from "../../../domain/sync/queueBounds.js"
import type { QueueEntry, QueueKind } from "../../../domain/sync/QueueEntry.js"
import type { DroppedItem } from "../../../services/QueueItems.js"
import type { Receipt } from "../../../services/QueueView.js"

export interface MemoryRow extends QueuedRow {
  readonly entry: QueueEntry
  readonly queuedAtMs: number
}

interface Ended {
  captured: number
  delivered: number
  superseded: number
  dropped: number
}
const nothing = (): Ended => ({ captured: 0, delivered: 0, superseded: 0, dropped: 0 })

/** The rows of the memory queue. Changed only inside `exclusive`, so that operations exclude each other. */
export class MemoryStore extends Context.Tag("spec-kitty/memory/QueueStore")<MemoryStore, {
  readonly exclusive: <A, E, R>(use: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** In order of their ids. */
  readonly rows: () => ReadonlyArray<MemoryRow>
  readonly byId: (id: number) => MemoryRow | undefined
  readonly add: (entry: QueueEntry, delivery: Delivery, queuedAtMs: number) => void
  /** Stores what the transition table said; a row at an end goes, and is counted. */
  readonly put: (row: MemoryRow, delivery: Delivery) => void
  /** Counts an item that was replaced before it had a row. */
  readonly countReplaced: (kind: QueueKind) => void
  readonly counts: (kind: QueueKind) => QueueCounts
  readonly receipts: Map<string, Map<string, Receipt>>
  /** Records of what a person dropped, in the order in which it was. */
  readonly dropped: Array<DroppedItem>
  readonly reserveLamport: (count: number) => number
}>() {}

/** What the rows hold; equal contents count once. */
export const sizeOf = (rows: ReadonlyArray<{ readonly entry: QueueEntry }>): QueueSize => {
  const contents = new Map<string, number>()
  let bodies = 0
  for (const { entry } of rows) {
    if (entry.contentHash === null) continue
    bodies++
    contents.set(entry.contentHash, entry.contentBytes)
  }
  return { bodies, events: rows.length - bodies, bytes: [...contents.values()].reduce((sum, size) => sum + size, 0) }
}

const make = (): Context.Tag.Service<MemoryStore> => {
  const semaphore = Effect.unsafeMakeSemaphore(1)
  const rows = new Map<number, MemoryRow>()
  const ended = { event: nothing(), body: nothing() }
  let [nextId, lamport] = [1, 0]
  return {
    exclusive: semaphore.withPermits(1),
    rows: () => [...rows.values()],
    byId: (id) => rows.get(id),
    add: (entry, delivery, queuedAtMs) => {
      const { contentHash, eventId, key, kind } = entry
      rows.set(nextId, { id: nextId, kind, key, eventId, contentHash, delivery, entry, queuedAtMs })
      nextId++
      ended[kind].captured++
    },
    put: (row, delivery) => {
      rows.set(row.id, { ...row, delivery })
      if (delivery.state._tag === "Delivered") ended[row.kind].delivered++
      else if (delivery.state._tag === "Superseded") ended[row.kind].superseded++
      else if (delivery.state._tag === "Dropped") ended[row.kind].dropped++
      else return
      rows.delete(row.id)
    },
    countReplaced: (kind) => {
      ended[kind].captured++
      ended[kind].superseded++
    },
    counts: (kind) => {
      const live = { pending: 0, leased: 0, quarantined: 0 }
      for (const { delivery, kind: rowKind } of rows.values()) {
        if (rowKind !== kind) continue
        if (delivery.state._tag === "Pending") live.pending++
        else if (delivery.state._tag === "Leased") live.leased++
        else live.quarantined++
      }
      return { ...ended[kind], ...live }
    },
    receipts: new Map(),
    dropped: [],
    reserveLamport: (count) => {
      const first = lamport + 1
      lamport += count
      return first
    }
  }
}

export const layer = Layer.sync(MemoryStore, make)
