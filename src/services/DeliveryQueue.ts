import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { GatedBody, GatedEvent } from "../domain/contract/Gated.js"
import type { BodyClaim, Claim, EventClaim } from "../domain/sync/Claim.js"
import type { QueueFull, QueueUnavailable } from "../domain/sync/queueErrors.js"
import type { Settlement } from "../domain/sync/Settlement.js"

export type QueueItem =
  | { readonly _tag: "Event"; readonly event: GatedEvent }
  | { readonly _tag: "Body"; readonly body: GatedBody }

/** What one `enqueue` did, counted in items. */
export interface EnqueueReport {
  /** New rows. */
  readonly captured: number
  /** Already pending or leased with the same content, or an event with that id in any state: nothing changed. */
  readonly unchanged: number
  /** Older rows, pending or quarantined, that a newer item of the same subject replaced. */
  readonly superseded: number
}

/** How much is taken at once, by whom and for how long. */
export interface ClaimRequest {
  readonly limit: number
  /** The sum of the items' JSON bytes stays at or below this; one larger item is still given alone. */
  readonly maxBytes: number
  readonly owner: string
  readonly lease: Duration.Duration
}

/** The durable queue between "decided to send" and "the server has it". Its nine laws: `src/laws/deliveryQueue.ts`. */
export class DeliveryQueue extends Context.Tag("spec-kitty/DeliveryQueue")<DeliveryQueue, {
  /**
   * All of them on disk, in one transaction, before it returns; or none, with `QueueFull`.
   * A body equal to the newest pending or leased one of its path changes nothing; any other supersedes those of its path
   * that are pending or in quarantine, also one in quarantine with the same content: to capture again is to ask again.
   * A newer Indexed, Missing or SnapshotComputed event does the same to the events of its subject.
   * What replaces a pending item keeps to the Retry-After that the server gave for that one. See docs/decisions/quarantine.md.
   */
  readonly enqueue: (items: ReadonlyArray<QueueItem>) => Effect.Effect<EnqueueReport, QueueFull | QueueUnavailable>
  /**
   * Takes due events in Lamport order, each leased to one taker. Rows that can't be decoded are quarantined on the way.
   * A lease whose owner is gone (`LeaseOwner.isGone`) counts as ended: what a killed process held is due at once.
   */
  readonly claimEvents: (request: ClaimRequest) => Effect.Effect<ReadonlyArray<EventClaim>, QueueUnavailable>
  /**
   * Takes due bodies, oldest first, leaving those whose ArtifactIndexed event is still queued, and those behind an older
   * body of their path that waits or is under way: no older version arrives after a newer one.
   */
  readonly claimBodies: (request: ClaimRequest) => Effect.Effect<ReadonlyArray<BodyClaim>, QueueUnavailable>
  /** Records how attempts ended, in one transaction. A claim whose lease was taken over changes nothing. */
  readonly settle: (
    answers: ReadonlyArray<readonly [Claim, Settlement]>
  ) => Effect.Effect<void, QueueUnavailable>
}>() {}
