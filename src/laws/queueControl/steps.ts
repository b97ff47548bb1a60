import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { DropReason } from "../../domain/sync/planQueueChange.js"
import { QueueControl, type RetryWhich } from "../../services/QueueControl.js"
import { type ItemFilter, type ListRequest, QueueItems } from "../../services/QueueItems.js"
import type { World } from "../fixtures/queueWorld.js"
import type { Services } from "../deliveryQueue/steps.js"

export type ControlServices = Services | QueueControl | QueueItems

/** Registers one law, run against the queue under test. */
export type ControlLaw = <E>(title: string, effect: Effect.Effect<void, E, ControlServices | World>) => void

export const retry = (which: RetryWhich | ReadonlyArray<number>) =>
  Effect.flatMap(QueueControl, (control) => control.retry("_tag" in which ? which : { _tag: "Items", ids: which }))
export const quarantined: RetryWhich = { _tag: "Quarantined", kind: null }

export const drop = (ids: ReadonlyArray<number>, reason = "no longer wanted") =>
  Effect.flatMap(QueueControl, (control) => control.drop(ids, DropReason.make(reason)))

export const everyState: ListRequest = {
  kind: null, missionSlug: null, states: ["pending", "leased", "quarantined"], limit: 100, afterId: null
}
export const list = (changes: Partial<ListRequest> = {}) =>
  Effect.flatMap(QueueItems, (items) => items.list({ ...everyState, ...changes }))
export const dropped = (changes: Partial<ItemFilter & { readonly limit: number }> = {}) =>
  Effect.flatMap(QueueItems, (items) => items.dropped({ kind: null, missionSlug: null, limit: 100, ...changes }))

export const item = (id: number) => Effect.map(Effect.flatMap(QueueItems, (items) => items.item(id)), Option.getOrUndefined)
export const wire = (id: number) => Effect.map(Effect.flatMap(QueueItems, (items) => items.wire(id)), Option.getOrUndefined)

/** Each item's id and state, in order. */
export const states = Effect.map(list(), ({ items }) => items.map(({ id, state }) => [id, state]))
