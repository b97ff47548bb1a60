import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** The scan would exceed the queue's limits. Nothing of it was queued; nothing queued before was touched. */
export class QueueFull extends Schema.TaggedError<QueueFull>()("QueueFull", {
  limit: Schema.Literal("bodies", "events", "bytes"),
  queued: Schema.NonNegativeInt,
  adding: Schema.NonNegativeInt,
  capacity: Schema.NonNegativeInt
}) implements Explained {
  readonly code = "QUEUE-01"
  readonly target = null
  override get message(): string {
    return "The project's delivery queue is full. Nothing new was queued and nothing queued was dropped."
  }
  get why(): string {
    return `${this.queued} ${this.limit} are queued, this scan adds ${this.adding}, the limit is ${this.capacity}`
  }
  readonly next = "spec-kitty sync status"
}

/** The queue's file can't be used now. `reason` says which of the cases it is. */
export class QueueUnavailable extends Schema.TaggedError<QueueUnavailable>()("QueueUnavailable", {
  reason: Schema.Literal("busy", "disk_full", "read_only", "newer_schema", "not_a_database", "sqlite_too_old", "io"),
  path: Schema.String,
  detail: Schema.String
}) implements Explained {
  get code(): string {
    return this.reason === "busy" ? "QUEUE-03" : "QUEUE-02"
  }
  get target(): string {
    return this.path
  }
  override get message(): string {
    return this.reason === "busy"
      ? "Another process is using the project's delivery queue."
      : `The project's delivery queue ${this.path} can't be used.`
  }
  get why(): string {
    return `${this.reason}: ${this.detail}`
  }
  get next(): string {
    switch (this.reason) {
      case "busy":
        return "wait for the other process, then run the command again"
      case "disk_full":
        return "free some disk space, then run the command again: what was queued before is safe"
      case "read_only":
        return "make the folder writable, or point SPEC_KITTY_HOME at one that is"
      case "newer_schema":
        return "use the newer spec-kitty that wrote this file"
      case "sqlite_too_old":
        return "reinstall spec-kitty-effect, so that its own better-sqlite3 is used"
      case "not_a_database":
      case "io":
        return "check the file and the disk below it: what was queued before was not touched"
    }
  }
}
