import * as Arr from "effect/Array"
import * as Option from "effect/Option"
import { type Delivery, DeliveryInput, transition } from "./deliveryState.js"
import type { QueueEntry, QueueKind } from "./QueueEntry.js"

/** A row that is already queued and has a subject, or an event id, in common with what is added. */
export interface QueuedRow {
  readonly id: number
  readonly kind: QueueKind
  readonly key: string | null
  readonly eventId: string | null
  readonly contentHash: string | null
  readonly delivery: Delivery
}

/** A row to be added. */
export interface PlannedRow {
  readonly entry: QueueEntry
  /** The server's Retry-After, inherited from the pending rows that it replaces; null where none lies ahead. */
  readonly notBeforeMs: number | null
}

export interface EnqueuePlan {
  /** New rows, in order. */
  readonly insert: ReadonlyArray<PlannedRow>
  /** Rows to remove, with the delivery they had. */
  readonly supersede: ReadonlyArray<QueuedRow>
  /** Items whose content is queued already. */
  readonly unchanged: number
  /** Items that a later item of the same call replaced: captured and superseded, never stored. */
  readonly replacedInCall: ReadonlyArray<QueueEntry>
}

type Rival = { readonly _tag: "Stored"; readonly row: QueuedRow } | { readonly _tag: "Added"; readonly planned: PlannedRow }

const subjectOf = (item: { readonly kind: QueueKind; readonly key: string | null }): string | null =>
  item.key === null ? null : `${item.kind} ${item.key}`

/** A body in quarantine is never the same: its content captured again is the wish to have it submitted again. */
const isSame = (entry: QueueEntry, rival: Rival): boolean => {
  const other = rival._tag === "Stored" ? rival.row : rival.planned.entry
  if (entry.kind === "event") return other.eventId === entry.eventId
  const refused = rival._tag === "Stored" && rival.row.delivery.state._tag === "Quarantined"
  return !refused && other.contentHash === entry.contentHash
}

/** The delivery, its lease ended if nobody holds it any more. */
const released = (delivery: Delivery, nowMs: number): Delivery =>
  Option.getOrElse(transition(delivery, DeliveryInput.LoseLease({ ownerGone: false }), nowMs), () => delivery)

/** What superseding makes of a row: none while it is under way. */
export const supersededDelivery = ({ delivery }: QueuedRow, nowMs: number): Option.Option<Delivery> =>
  transition(released(delivery, nowMs), DeliveryInput.Supersede(), nowMs)

/** Anything but a row that is under way. */
const canReplace = (rival: Rival, nowMs: number): boolean =>
  rival._tag === "Added" || Option.isSome(supersededDelivery(rival.row, nowMs))

/** Until when a server's Retry-After holds a rival back, and so whatever replaces it. */
const heldUntil = (rival: Rival, nowMs: number): number => {
  if (rival._tag === "Added") return rival.planned.notBeforeMs ?? 0
  const delivery = released(rival.row.delivery, nowMs)
  return delivery.state._tag === "Pending" ? delivery.notBeforeMs ?? 0 : 0
}

const latestAhead = (moments: ReadonlyArray<number>, nowMs: number): number | null => {
  const latest = Math.max(0, ...moments)
  return latest > nowMs ? latest : null
}

const groupBySubject = (stored: ReadonlyArray<QueuedRow>): Map<string, Array<Rival>> => {
  const rivals = new Map<string, Array<Rival>>()
  for (const row of [...stored].sort((one, other) => one.id - other.id)) {
    const subject = subjectOf(row)
    if (subject === null) continue
    const group = rivals.get(subject) ?? []
    group.push({ _tag: "Stored", row })
    rivals.set(subject, group)
  }
  return rivals
}

/**
 * What adding items does to a queue. An item equal to the newest one of its subject that waits or is under way changes
 * nothing, nor does an event whose id is queued. Any other is new, and replaces those of its subject that wait or are
 * in quarantine; those under way stay. A Retry-After outlives the row that it was given for.
 */
export const planEnqueue = (
  entries: ReadonlyArray<QueueEntry>,
  stored: ReadonlyArray<QueuedRow>,
  nowMs: number
): EnqueuePlan => {
  const eventIds = new Set(stored.map(({ eventId }) => eventId))
  const rivals = groupBySubject(stored)
  const insert = new Set<PlannedRow>()
  const supersede: Array<QueuedRow> = []
  const replacedInCall: Array<QueueEntry> = []
  let unchanged = 0
  for (const entry of entries) {
    const subject = subjectOf(entry)
    const group = (subject === null ? undefined : rivals.get(subject)) ?? []
    const newest = group.at(-1)
    if ((newest !== undefined && isSame(entry, newest)) || (entry.eventId !== null && eventIds.has(entry.eventId))) {
      unchanged++
      continue
    }
    const [staying, replaced] = Arr.partition(group, (rival) => canReplace(rival, nowMs))
    for (const rival of replaced) {
      if (rival._tag === "Added") {
        insert.delete(rival.planned)
        replacedInCall.push(rival.planned.entry)
      } else supersede.push(rival.row)
    }
    const planned = { entry, notBeforeMs: latestAhead(replaced.map((rival) => heldUntil(rival, nowMs)), nowMs) }
    insert.add(planned)
    eventIds.add(entry.eventId)
    if (subject !== null) rivals.set(subject, [...staying, { _tag: "Added", planned }])
  }
  return { insert: [...insert], supersede, unchanged, replacedInCall }
}
