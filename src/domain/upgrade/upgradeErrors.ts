import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** There is nothing to roll back. */
export class NoBackup extends Schema.TaggedError<NoBackup>()("NoBackup", {
  /** The folder that was looked into. */
  directory: Schema.String
}) implements Explained {
  readonly code = "UPGRADE-01"
  get target(): string {
    return this.directory
  }
  override get message(): string {
    return `There is no backup in ${this.directory}: nothing is rolled back.`
  }
  readonly why = "no upgrade of this checkout left one there, or it was rolled back already"
  readonly next = "if the upgrade was given --backup-dir, name the same folder again"
}

/** A backup's manifest can't be read, so nobody knows what the backup is of. Nothing was changed. */
export class BackupUnusable extends Schema.TaggedError<BackupUnusable>()("BackupUnusable", {
  path: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "UPGRADE-02"
  get target(): string {
    return this.path
  }
  override get message(): string {
    return `The backup ${this.path} can't be used. Nothing was changed.`
  }
  get why(): string {
    return this.detail
  }
  readonly next = "look at the folder and move it elsewhere, then run the command again"
}

/** What was read back is not what was to be. The originals are kept. */
export class UpgradeNotVerified extends Schema.TaggedError<UpgradeNotVerified>()("UpgradeNotVerified", {
  /** The first file it is about; null where it is about rows. */
  path: Schema.NullOr(Schema.String),
  detail: Schema.String
}) implements Explained {
  readonly code = "UPGRADE-03"
  get target(): string | null {
    return this.path
  }
  override get message(): string {
    return "What the upgrade wrote was read back, and is not what it was to be."
  }
  get why(): string {
    return this.detail
  }
  readonly next = "spec-kitty upgrade --rollback"
}

/** The rows to bring over exceed the limits of the project's queue. None of them was; the files are upgraded. */
export class MigratedRowsTooMany extends Schema.TaggedError<MigratedRowsTooMany>()("MigratedRowsTooMany", {
  detail: Schema.String
}) implements Explained {
  readonly code = "UPGRADE-04"
  readonly target = null
  override get message(): string {
    return "The rows of the original tool's queues do not fit into the project's queue. None of them was brought over."
  }
  get why(): string {
    return this.detail
  }
  readonly next = "raise SPEC_KITTY_QUEUE_MAX, or sync.queue_max_bytes in config.toml, then run spec-kitty upgrade again: it goes on from here"
}
