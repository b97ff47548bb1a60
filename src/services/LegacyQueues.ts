import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ProjectUuid } from "../domain/identity/ids.js"
import type { QueueFull, QueueUnavailable } from "../domain/sync/queueErrors.js"
import type { MigrationScope } from "../domain/upgrade/MigrationScope.js"
import type { LeftAlone, LegacyQueuePlan } from "../domain/upgrade/UpgradePlan.js"

/** What one migration did, counted and hashed again by reading it back. */
export interface MigratedRows {
  readonly events: { readonly copied: number; readonly quarantined: number }
  readonly bodies: { readonly copied: number; readonly quarantined: number }
}

/**
 * The queues of the original tool, `queue.db` and `queues/*.db` below `$SPEC_KITTY_HOME`: for `upgrade` alone. They are
 * opened read-only and never changed.
 */
export class LegacyQueues extends Context.Tag("spec-kitty/LegacyQueues")<LegacyQueues, {
  /**
   * What `migrate` would do, row by row; writes nothing, and makes no queue. Files that can't be read are named. Fails as
   * `migrate` would where the queue has no room for it all.
   */
  readonly plan: (
    scope: MigrationScope
  ) => Effect.Effect<
    { readonly queues: ReadonlyArray<LegacyQueuePlan>; readonly leftAlone: ReadonlyArray<LeftAlone> },
    QueueFull | QueueUnavailable
  >
  /**
   * Copies the rows of this project into its own queue, all in one transaction: names rewritten, contents byte for byte,
   * each row counted and hashed again before it commits. What fails the gate is quarantined with its raw text. A row that
   * was brought over before is left out, so a second run adds nothing. The Lamport clock ends above every copied event.
   */
  readonly migrate: (scope: MigrationScope) => Effect.Effect<MigratedRows, QueueFull | QueueUnavailable>
  /**
   * Takes out again what `migrate` brought into the project's queue, as far as it was neither delivered nor is under way,
   * and forgets that it was brought over. Returns how many rows that was.
   */
  readonly takeBack: (project: ProjectUuid) => Effect.Effect<number, QueueUnavailable>
}>() {}
