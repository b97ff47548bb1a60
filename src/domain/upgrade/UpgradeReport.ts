import * as Schema from "effect/Schema"
import { LeftAlone, UpgradePlan } from "./UpgradePlan.js"

/** What a run brought over, counted by reading it back. */
export const Upgraded = Schema.Struct({
  files: Schema.NonNegativeInt,
  events: Schema.Struct({ copied: Schema.NonNegativeInt, quarantined: Schema.NonNegativeInt }),
  bodies: Schema.Struct({ copied: Schema.NonNegativeInt, quarantined: Schema.NonNegativeInt }),
  /** Files that something else changed while the upgrade ran: they are as that left them. */
  left_alone: Schema.Array(LeftAlone),
  /** Where the originals lie, relative to the project's root where that is inside. */
  backup: Schema.String
})
export type Upgraded = typeof Upgraded.Type

/** What a rollback put back. */
export const RolledBack = Schema.Struct({
  /** Files with their original bytes again, or gone again because the upgrade had made them. */
  files: Schema.NonNegativeInt,
  /** Rows taken out of the project's queue again: those that were brought over and not delivered since. */
  rows: Schema.NonNegativeInt,
  /** Files that were changed since the upgrade: they stay as they are, their originals stay in the backup. */
  left_alone: Schema.Array(LeftAlone),
  /** Null where everything is back and the backup is gone. */
  backup: Schema.NullOr(Schema.String),
  /** Backups of earlier upgrades that are still there: the next rollback takes the newest of them. */
  older: Schema.NonNegativeInt
})
export type RolledBack = typeof RolledBack.Type

/** `data` of `upgrade --json` (`upgrade@1`). */
export class UpgradeReport extends Schema.Class<UpgradeReport>("spec-kitty/UpgradeReport")({
  dry_run: Schema.Boolean,
  /** Null for a rollback. */
  plan: Schema.NullOr(UpgradePlan),
  /** Null for a dry run, a rollback, and where there was nothing to do. */
  upgraded: Schema.NullOr(Upgraded),
  /** Null but for a rollback. */
  rolled_back: Schema.NullOr(RolledBack)
}) {}
