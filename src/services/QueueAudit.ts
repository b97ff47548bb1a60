import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { CountedRows } from "../domain/sync/conservation.js"
import type { QueueUnavailable } from "../domain/sync/queueErrors.js"
import type { Instant } from "../domain/text.js"

/** What SQLite says of the queue's file. */
export interface QueueFile {
  readonly path: string
  readonly sizeBytes: number
  /** The linked library: `3.53.0`. */
  readonly sqliteVersion: string
  readonly applicationId: number
  readonly schemaVersion: number
  readonly journalMode: string
  /** Of the whole-file check, at most 20; empty where the file is sound. */
  readonly faults: ReadonlyArray<string>
}

/** The rows that one process has taken. */
export interface HeldLease {
  readonly owner: string
  readonly rows: number
  /** When the last of them ends. */
  readonly expiresAt: Instant
  /** The process provably no longer runs. */
  readonly ownerGone: boolean
}

/** The latest acknowledgement of one mission. */
export interface LastReceipt {
  readonly missionSlug: string
  /** Paths of the mission that the receiver has acknowledged. */
  readonly receipts: number
  readonly acknowledgedAt: Instant
}

/** Looks behind the queue's own counters, for those who check them. Changes nothing. */
export class QueueAudit extends Context.Tag("spec-kitty/QueueAudit")<QueueAudit, {
  /** None where the queue is not a file: nothing was ever queued, or it is in memory. Reads the whole file. */
  readonly file: Effect.Effect<Option.Option<QueueFile>, QueueUnavailable>
  /** The rows of each state, counted one by one, where `QueueView.counts` reads counters (law 7). */
  readonly countRows: Effect.Effect<{ readonly events: CountedRows; readonly bodies: CountedRows }, QueueUnavailable>
  /** One per process that holds rows. */
  readonly leases: Effect.Effect<ReadonlyArray<HeldLease>, QueueUnavailable>
  /** One per mission that has any, by slug. */
  readonly lastReceipts: Effect.Effect<ReadonlyArray<LastReceipt>, QueueUnavailable>
}>() {}
