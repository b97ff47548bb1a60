import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** A mission of that name is there already, under whichever number. */
export class MissionExists extends Schema.TaggedError<MissionExists>()("MissionExists", {
  /** Directory name of the mission that is there. */
  existing: Schema.String
}) implements Explained {
  readonly code = "MISSION-04"
  get target(): string {
    return `kitty-specs/${this.existing}`
  }
  override get message(): string {
    return `There is a mission ${this.existing} already.`
  }
  readonly why = "a mission's name belongs to one mission, whatever its number"
  readonly next = "choose another name; spec-kitty dossier list shows the missions that are there"
}

/** The name asked for can't be one. */
export class MissionSlugInvalid extends Schema.TaggedError<MissionSlugInvalid>()("MissionSlugInvalid", {
  slug: Schema.String,
  detail: Schema.String,
  /** A name that would do; null where none is near. */
  suggestion: Schema.NullOr(Schema.String)
}) implements Explained {
  readonly code = "MISSION-05"
  get target(): string {
    return this.slug
  }
  override get message(): string {
    return this.slug === "" ? "A mission needs a name." : `"${this.slug}" can't be the name of a mission.`
  }
  get why(): string {
    return this.detail
  }
  get next(): string {
    return this.suggestion === null
      ? "choose a name such as invoice-export"
      : `spec-kitty agent mission create ${this.suggestion}`
  }
}

/** A mission type of which there is neither a manifest nor a state machine. */
export class MissionTypeUnknown extends Schema.TaggedError<MissionTypeUnknown>()("MissionTypeUnknown", {
  missionType: Schema.String,
  known: Schema.Array(Schema.String)
}) implements Explained {
  readonly code = "MISSION-06"
  get target(): string {
    return this.missionType
  }
  override get message(): string {
    return `There is no mission type "${this.missionType}".`
  }
  get why(): string {
    return `the types are ${this.known.join(", ")}; one of your own has a folder below .kittify/missions/`
  }
  readonly next = "take one of them with --mission-type, or leave it out for software-dev"
}

/** `--target-branch` or `--friendly-name` has a value that can't be written into meta.json. */
export class MissionFieldInvalid extends Schema.TaggedError<MissionFieldInvalid>()("MissionFieldInvalid", {
  flag: Schema.Literal("--target-branch", "--friendly-name"),
  value: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "MISSION-07"
  get target(): string {
    return this.flag
  }
  override get message(): string {
    return `${this.flag} can't be "${this.value}".`
  }
  get why(): string {
    return this.detail
  }
  readonly next = "correct the flag, or leave it out: spec-kitty help agent mission create says what it is then"
}
