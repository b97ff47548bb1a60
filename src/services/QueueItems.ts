import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ContentHash } from "../domain/dossier/Artifact.js"
import type { Namespace } from "../domain/identity/Namespace.js"
import type { QueueKind } from "../domain/sync/QueueEntry.js"
import type { QueueUnavailable } from "../domain/sync/queueErrors.js"
import type { Instant } from "../domain/text.js"
import type { QueuedItem, Receipt } from "./QueueView.js"

/** Which items; null leaves a thing open. */
export interface ItemFilter {
  readonly kind: QueueKind | null
  readonly missionSlug: string | null
}

/** Some of the items that a filter lets through. */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  /** All that match, on this page and on any other. */
  readonly total: number
  /** How many of them follow the last one here. */
  readonly more: number
}

export interface ListRequest extends ItemFilter {
  readonly states: ReadonlyArray<QueuedItem["state"]>
  readonly limit: number
  /** Items after this id; null from the start. */
  readonly afterId: number | null
}

/** Everything that is known of one row, its text aside. */
export interface QueuedItemDetail extends QueuedItem {
  /** UTF-8 bytes of the JSON that would be sent. */
  readonly sizeBytes: number
  /** How often it was taken for delivery; `retryCount` leaves out attempts that were given back. */
  readonly claims: number
  /** Who sends it now, as `LeaseOwner.self` of that process; null where nobody does. */
  readonly lease: { readonly owner: string; readonly expiresAt: Instant } | null
  /** Until when the server's Retry-After holds it; null where it named none. */
  readonly notBefore: Instant | null
  /** The queued index event that the body waits for: it is sent first. Null where none holds the item back. */
  readonly waitsForEvent: number | null
  /** Null for an event outside any namespace, and for a row that can't be decoded. */
  readonly namespace: Namespace | null
  /** What the receiver last acknowledged of the body's path; null for an event. */
  readonly receipt: Receipt | null
}

/** The record of an item that a person dropped. */
export interface DroppedItem {
  readonly id: number
  readonly kind: QueueKind
  readonly state: "dropped"
  readonly missionSlug: string | null
  readonly subject: string
  readonly eventId: string | null
  readonly contentHash: ContentHash | null
  readonly reason: string
  readonly droppedAt: Instant
}

/** What sending an item would send, by the gate's judgement of this moment. */
export type WireText =
  | { readonly _tag: "Sendable"; readonly json: string }
  /** The next claim would put it into quarantine, for this reason. */
  | { readonly _tag: "Unusable"; readonly reasonCode: string; readonly reason: string }

/** Looks at single items; changes nothing. Its laws: `src/laws/queueControl.ts`. */
export class QueueItems extends Context.Tag("spec-kitty/QueueItems")<QueueItems, {
  /** Items by id, oldest first, without their texts. */
  readonly list: (request: ListRequest) => Effect.Effect<Page<QueuedItem>, QueueUnavailable>
  /** Records of what a person dropped, the latest first. */
  readonly dropped: (
    request: ItemFilter & { readonly limit: number }
  ) => Effect.Effect<Page<DroppedItem>, QueueUnavailable>
  /** None where no item ever had the id, or where it was delivered or replaced. */
  readonly item: (id: number) => Effect.Effect<Option.Option<QueuedItemDetail | DroppedItem>, QueueUnavailable>
  /** The exact JSON that would be sent, through the gate once more; none for an item that is not there any more. */
  readonly wire: (id: number) => Effect.Effect<Option.Option<WireText>, QueueUnavailable>
  /** What was found where an item that can't be sent came from; none for what was captured here. Never sent. */
  readonly raw: (id: number) => Effect.Effect<Option.Option<string>, QueueUnavailable>
}>() {}
