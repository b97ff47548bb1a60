import * as Effect from "effect/Effect"
import type { QueueSize } from "../../../domain/sync/queueBounds.js"
import type { QueueCounts } from "../../../domain/sync/conservation.js"
import { QueueDatabase } from "./QueueDatabase.js"

interface TallyRow extends QueueCounts {
  readonly kind: string
  readonly content_bytes: number
}

const none: QueueCounts = {
  captured: 0, delivered: 0, superseded: 0, dropped: 0, pending: 0, leased: 0, quarantined: 0
}

/** The counters of law 7, and the bytes of stored contents: two rows, however long the queue is. */
export const tallies = Effect.gen(function*() {
  const { sql } = yield* QueueDatabase
  const rows = yield* sql<TallyRow>`SELECT kind, captured, delivered, superseded, dropped, pending, leased, quarantined,
    content_bytes FROM tally`
  const countsOf = (wanted: string): QueueCounts => {
    const row = rows.find(({ kind }) => kind === wanted)
    if (row === undefined) return none
    const { content_bytes: _, kind: __, ...counts } = row
    return counts
  }
  const contentBytes = rows.reduce((sum, { content_bytes }) => sum + content_bytes, 0)
  return { events: countsOf("event"), bodies: countsOf("body"), contentBytes }
})

/** What counts against the queue's limits. */
export const sizeNow = Effect.map(tallies, ({ bodies, contentBytes, events }): QueueSize => ({
  events: events.pending + events.leased + events.quarantined,
  bodies: bodies.pending + bodies.leased + bodies.quarantined,
  bytes: contentBytes
}))
