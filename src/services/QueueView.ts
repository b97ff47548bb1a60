import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { ArtifactPath, ContentHash } from "../domain/dossier/Artifact.js"
import type { Namespace } from "../domain/identity/Namespace.js"
import type { QueueCounts } from "../domain/sync/conservation.js"
import type { QueueUnavailable } from "../domain/sync/queueErrors.js"
import type { DeliveryStatus } from "../domain/sync/Settlement.js"
import type { Instant } from "../domain/text.js"

/** One queued row, for people and reports. */
export interface QueuedItem {
  readonly id: number
  readonly kind: "event" | "body"
  readonly state: "pending" | "leased" | "quarantined"
  /** The mission; null for a row that can't be decoded or an event outside any mission. */
  readonly missionSlug: string | null
  /** Artifact path of a body, event type of an event. */
  readonly subject: string
  readonly eventId: string | null
  readonly contentHash: ContentHash | null
  readonly retryCount: number
  readonly queuedAt: Instant
  /** When it is due; null in quarantine. */
  readonly nextAttemptAt: Instant | null
  readonly reasonCode: string | null
  /** The last error, the server's text quoted whole. */
  readonly reason: string | null
}

/** The last acknowledgement per namespace and path (N-04). */
export interface Receipt {
  readonly path: ArtifactPath
  readonly contentHash: ContentHash
  readonly status: DeliveryStatus
  readonly acknowledgedAt: Instant
}

/** Of the pending rows, so many are looked at for the last error: the view stays cheap however long the queue is. */
export const lastErrorLooksAt = 1000

/** Reads the queue; changes nothing. Status, doctor, reports and the dashboard read it here. */
export class QueueView extends Context.Tag("spec-kitty/QueueView")<QueueView, {
  readonly counts: Effect.Effect<{ readonly events: QueueCounts; readonly bodies: QueueCounts }, QueueUnavailable>
  /** Bodies of one namespace, in every state that has a row, oldest first. */
  readonly bodiesOf: (namespace: Namespace) => Effect.Effect<ReadonlyArray<QueuedItem>, QueueUnavailable>
  /** The last receipt of each path of one namespace: what the server said it has. */
  readonly receiptsOf: (namespace: Namespace) => Effect.Effect<ReadonlyArray<Receipt>, QueueUnavailable>
  /** Pending and leased events of one namespace, oldest first; those whose payload has no namespace belong to none. */
  readonly eventsOf: (namespace: Namespace) => Effect.Effect<ReadonlyArray<QueuedItem>, QueueUnavailable>
  /** Quarantined rows of both kinds, oldest first, at most `limit`. */
  readonly quarantined: (limit: number) => Effect.Effect<ReadonlyArray<QueuedItem>, QueueUnavailable>
  /** The earliest moment at which a pending row is due, or a lease ends; none where nothing waits. */
  readonly nextDueAt: Effect.Effect<Option.Option<Instant>, QueueUnavailable>
  /**
   * Why what waits was not delivered: the error of the pending row, of either kind, that is due last; of several the one
   * with the later moment of our own delay, then the newest. A failed attempt moves its row's moment on, so this is what
   * the last attempts met. Rows without an error are passed over, at most `lastErrorLooksAt` are looked at.
   */
  readonly lastError: Effect.Effect<
    Option.Option<{ readonly reasonCode: string; readonly reason: string }>,
    QueueUnavailable
  >
  /** Age basis of the oldest pending or leased row. */
  readonly oldestQueuedAt: Effect.Effect<Option.Option<Instant>, QueueUnavailable>
}>() {}
