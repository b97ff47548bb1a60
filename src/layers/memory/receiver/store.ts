import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { utf8Length } from "../../../domain/receiver/bodyRules.js"
import { decideEvents } from "../../../domain/receiver/decideEvents.js"
import { Ledger, LedgerBody, LedgerEvent } from "../../../domain/receiver/Ledger.js"
import { decidePush } from "../../../domain/receiver/PushAnswer.js"
import { type IndexEntry, indexOrder, type ReceivedEvent } from "../../../domain/receiver/ReceivedEvent.js"
import type { BodyRequest } from "../../../domain/sync/BodyRequest.js"
import { Instant } from "../../../domain/text.js"
import type { ReceiverStore } from "../../receiver/makeReceiver.js"

interface EventRow {
  readonly event: ReceivedEvent
  readonly acceptedAtMs: number
  posted: number
}
interface EntryRow {
  readonly event: ReceivedEvent
  readonly entry: IndexEntry
  readonly visibleAtMs: number
}
interface BodyRow {
  readonly body: BodyRequest
  readonly acceptedAtMs: number
  posted: number
}

/** What the receiver remembers: rows in the order of acceptance. */
class Memory {
  readonly events = new Map<string, EventRow>()
  readonly namespaces = new Set<string>()
  /** Index entries by namespace and path. */
  readonly entries = new Map<string, Array<EntryRow>>()
  /** Bodies by namespace, path and hash. */
  readonly bodies = new Map<string, BodyRow>()

  visibleEntries(body: BodyRequest, nowMs: number): ReadonlyArray<EntryRow> {
    const rows = this.entries.get(join(body.namespace.key, body.artifact_path)) ?? []
    return rows.filter(({ visibleAtMs }) => visibleAtMs <= nowMs)
  }

  add(event: ReceivedEvent, at: { readonly nowMs: number; readonly visibleAtMs: number }): void {
    this.events.set(event.eventId, { event, acceptedAtMs: at.nowMs, posted: 1 })
    if (Option.isNone(event.namespace)) return
    const { key } = event.namespace.value
    this.namespaces.add(key)
    if (Option.isNone(event.index)) return
    const place = join(key, event.index.value.path)
    const row = { event, entry: event.index.value, visibleAtMs: at.visibleAtMs }
    this.entries.set(place, [...(this.entries.get(place) ?? []), row])
  }
}

const join = (...parts: ReadonlyArray<string>): string => JSON.stringify(parts)
const instant = (ms: number): Instant => Instant.make(DateTime.formatIso(DateTime.unsafeMake(ms)))

const ledgerEvent = ({ acceptedAtMs, event, posted }: EventRow): LedgerEvent => {
  const index = Option.getOrNull(event.index)
  return new LedgerEvent({
    event_id: event.eventId,
    event_type: event.eventType,
    aggregate_id: event.aggregateId,
    build_id: event.buildId,
    lamport_clock: event.lamportClock,
    namespace: Option.getOrNull(event.namespace),
    path: index === null ? null : index.path,
    hash: index === null ? null : index.hash,
    posted,
    accepted_at: instant(acceptedAtMs)
  })
}

const ledgerBody = (memory: Memory, nowMs: number) => ({ acceptedAtMs, body, posted }: BodyRow): LedgerBody => {
  const newest = memory.visibleEntries(body, nowMs).toSorted((a, b) => indexOrder(a.event, b.event)).at(-1)
  return new LedgerBody({
    namespace: body.namespace,
    path: body.artifact_path,
    hash: body.content_hash,
    size_bytes: utf8Length(body.content_body),
    current: newest?.entry.hash === body.content_hash,
    posted,
    accepted_at: instant(acceptedAtMs)
  })
}

const record = (memory: Memory): ReceiverStore["record"] => (batch, at) =>
  Effect.sync(() => {
    const known = batch.flatMap(({ eventId }) => {
      const row = memory.events.get(eventId)
      return row === undefined ? [] : [[eventId, row.event.canonical] as const]
    })
    const { accepted, repeated, results } = decideEvents(new Map(known), batch)
    for (const event of accepted) memory.add(event, at)
    for (const id of repeated) {
      const row = memory.events.get(id)
      if (row !== undefined) row.posted++
    }
    return results
  })

const place = (memory: Memory): ReceiverStore["place"] => (body, nowMs) =>
  Effect.sync(() => {
    const key = join(body.namespace.key, body.artifact_path, body.content_hash)
    const row = memory.bodies.get(key)
    const decision = decidePush({
      namespaceKnown: memory.namespaces.has(body.namespace.key),
      indexed: memory.visibleEntries(body, nowMs).some(({ entry }) => entry.hash === body.content_hash),
      stored: row !== undefined
    })
    if (decision === "stored") memory.bodies.set(key, { body, acceptedAtMs: nowMs, posted: 1 })
    if (decision === "already_exists" && row !== undefined) row.posted++
    return decision
  })

/** Each method is synchronous within one `Effect.sync`, which makes it one transaction. */
export const makeMemoryStore: Effect.Effect<ReceiverStore> = Effect.sync(() => {
  const memory = new Memory()
  return {
    record: record(memory),
    place: place(memory),
    ledger: (nowMs) =>
      Effect.sync(() =>
        Ledger.of(
          [...memory.events.values()].map(ledgerEvent),
          [...memory.bodies.values()].map(ledgerBody(memory, nowMs))
        )
      )
  }
})
