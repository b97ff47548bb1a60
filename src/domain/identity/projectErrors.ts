import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"
import { placeSuffix } from "../Place.js"

/** Neither the working directory nor an ancestor has `.kittify` or `kitty-specs`. */
export class NotAProject extends Schema.TaggedError<NotAProject>()("NotAProject", {
  directory: Schema.String
}) implements Explained {
  readonly code = "PROJECT-01"
  get target(): string {
    return this.directory
  }
  override get message(): string {
    return `${this.directory} is not in a spec-kitty project.`
  }
  readonly why = "neither it nor a folder above it has .kittify or kitty-specs"
  readonly next = "run the command inside a project, or name one with --project DIR"
}

/** A file of settings that can't be used as it stands. */
export class ConfigInvalid extends Schema.TaggedError<ConfigInvalid>()("ConfigInvalid", {
  file: Schema.String,
  /** 1-based; null where the fault has no place. */
  line: Schema.NullOr(Schema.Int),
  detail: Schema.String
}) implements Explained {
  readonly code = "CONFIG-01"
  get target(): string {
    return this.file
  }
  override get message(): string {
    return `${this.file}${placeSuffix(this)} can't be used.`
  }
  get why(): string {
    return this.detail
  }
  get next(): string {
    const what = /^--/.test(this.file) ? "the flag" : /^[A-Z_]+$/.test(this.file) ? "the variable" : "the file"
    return `correct ${what}, then run the command again`
  }
}

/** A shape from before the identity cutover on a live path. It is refused, never translated here. */
export class LegacyState extends Schema.TaggedError<LegacyState>()("LegacyState", {
  file: Schema.String,
  field: Schema.String
}) implements Explained {
  readonly code = "LEGACY-01"
  get target(): string {
    return this.file
  }
  override get message(): string {
    return `${this.file} still uses ${this.field}.`
  }
  readonly why = "live commands accept only mission_slug, mission_number and mission_type (contract 3.0.0)"
  readonly next = "spec-kitty upgrade --dry-run"
}

/** The original tool's queue still holds rows of this project. They are refused until `upgrade` has brought them over. */
export class LegacyQueueWaits extends Schema.TaggedError<LegacyQueueWaits>()("LegacyQueueWaits", {
  /** Absolute path of the first such file. */
  file: Schema.String,
  events: Schema.NonNegativeInt,
  bodies: Schema.NonNegativeInt
}) implements Explained {
  readonly code = "LEGACY-02"
  get target(): string {
    return this.file
  }
  override get message(): string {
    return `${this.file} still holds ${this.events} ${this.events === 1 ? "event" : "events"} and ${this.bodies} ${this.bodies === 1 ? "body" : "bodies"} of this project.`
  }
  readonly why = "the original tool queued them, and what they are sent as was renamed since; sending newer ones first would reorder them"
  readonly next = "spec-kitty upgrade --dry-run"
}

/** A file of ours could not be written. What it held before is unchanged. */
export class StateNotWritable extends Schema.TaggedError<StateNotWritable>()("StateNotWritable", {
  path: Schema.String,
  detail: Schema.String,
  /** True where another process holds its lock. */
  busy: Schema.optionalWith(Schema.Boolean, { default: () => false }),
  /** True where what stands in its place is not ours to replace: a link, a folder, another user's file. */
  occupied: Schema.optionalWith(Schema.Boolean, { default: () => false })
}) implements Explained {
  readonly code = "FILE-01"
  get target(): string {
    return this.path
  }
  override get message(): string {
    return `${this.path} could not be written. What it held before is unchanged.`
  }
  get why(): string {
    return this.detail
  }
  get next(): string {
    if (this.occupied) return "remove what stands in its place, then run the command again"
    return this.busy
      ? "wait for the other process, then run the command again"
      : "make the folder writable or free some disk space, then run the command again"
  }
}
