import * as Arr from "effect/Array"
import * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Instant, NonBlank } from "../text.js"
import { type Delivery, type DeliveryInput, transition } from "./deliveryState.js"
import type { QueuedRow } from "./planEnqueue.js"
import { QueueItemLeased, QueueItemUnknown } from "./queueItemErrors.js"

/** Why a person dropped something: kept with the record of it. */
export const DropReason = NonBlank.pipe(Schema.brand("DropReason"))
export type DropReason = typeof DropReason.Type

/** A row as a person meets it. */
export interface NamedRow extends QueuedRow {
  readonly missionSlug: string | null
  /** Artifact path of a body, event type of an event. */
  readonly subject: string
  /** UTF-8 bytes of the JSON that would be sent. */
  readonly wireBytes: number
}

/** A row that a person asked something of, and the delivery it has then: the same one where nothing is to be changed. */
export interface PlannedChange {
  readonly row: NamedRow
  readonly after: Delivery
}

/** What a person can ask: `retry` and `drop`. */
export type Wish = Extract<DeliveryInput, { readonly _tag: "Requeue" | "Drop" }>

const heldRow = ({ delivery: { state }, id, subject }: NamedRow) => {
  if (state._tag !== "Leased") return []
  const expires_at = Instant.make(DateTime.formatIso(DateTime.unsafeMake(state.expiresAtMs)))
  return [{ id, subject, owner: state.owner, expires_at }]
}

/**
 * What a person's wish makes of the rows with these ids: of all of them, or of none, where one is not there or is being
 * sent. Leases that ended, or whose owner is gone, must have been freed before.
 */
export const planQueueChange = (
  ids: ReadonlyArray<number>,
  rows: ReadonlyArray<NamedRow>,
  wish: Wish,
  nowMs: number
): Either.Either<ReadonlyArray<PlannedChange>, QueueItemUnknown | QueueItemLeased> => {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const wanted = [...new Set(ids)].sort((one, other) => one - other)
  const unknown = wanted.filter((id) => !byId.has(id))
  if (Arr.isNonEmptyArray(unknown)) return Either.left(new QueueItemUnknown({ ids: unknown }))
  const found = wanted.flatMap((id) => byId.get(id) ?? [])
  const held = found.flatMap(heldRow)
  if (Arr.isNonEmptyArray(held)) return Either.left(new QueueItemLeased({ items: held }))
  return Either.right(found.map((row) => ({
    row,
    after: Option.getOrElse(transition(row.delivery, wish, nowMs), () => row.delivery)
  })))
}
