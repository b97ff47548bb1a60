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

export interface EnqueuePlan {
  /** New rows, in order. */
  readonly insert: ReadonlyArray<QueueEntry>
  /** Rows to remove, with the delivery they had. */
  readonly supersede: ReadonlyArray<QueuedRow>
  /** Items whose content is queued already. */
  readonly unchanged: number
  /** Items that a later item of the same call replaced: captured and superseded, never stored. */
  readonly replacedInCall: ReadonlyArray<QueueEntry>
}

type Rival = { readonly _tag: "Stored"; readonly row: QueuedRow } | { readonly _tag: "Added"; readonly entry: QueueEntry }

const subjectOf = (item: { readonly kind: QueueKind; readonly key: string | null }): string | null =>
  item.key === null ? null : `${item.kind} ${item.key}`

const isSame = (entry: QueueEntry, rival: Rival): boolean => {
  const other = rival._tag === "Stored" ? rival.row : rival.entry
  return entry.kind === "body" ? other.contentHash === entry.contentHash : other.eventId === entry.eventId
}

/** A row may be superseded while it is pending, or leased by nobody any more. */
const canSupersede = ({ delivery }: QueuedRow, nowMs: number): boolean => {
  const held = transition(delivery, DeliveryInput.LoseLease({ ownerGone: false }), nowMs)
  return Option.isSome(transition(Option.getOrElse(held, () => delivery), DeliveryInput.Supersede(), nowMs))
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
 * What adding items does to a queue. An item equal to the newest queued one of its subject changes nothing; any other
 * is new, and replaces the waiting ones of its subject. Rows that are under way or in quarantine stay.
 */
export const planEnqueue = (
  entries: ReadonlyArray<QueueEntry>,
  stored: ReadonlyArray<QueuedRow>,
  nowMs: number
): EnqueuePlan => {
  const eventIds = new Set(stored.map(({ eventId }) => eventId))
  const rivals = groupBySubject(stored)
  const insert = new Set<QueueEntry>()
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
    const staying: Array<Rival> = []
    for (const rival of group) {
      if (rival._tag === "Added") {
        insert.delete(rival.entry)
        replacedInCall.push(rival.entry)
      } else if (canSupersede(rival.row, nowMs)) supersede.push(rival.row)
      else staying.push(rival)
    }
    insert.add(entry)
    eventIds.add(entry.eventId)
    if (subject !== null) rivals.set(subject, [...staying, { _tag: "Added", entry }])
  }
  return { insert: [...insert], supersede, unchanged, replacedInCall }
}
