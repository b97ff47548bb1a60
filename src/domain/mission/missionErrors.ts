import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"
import { placeSuffix } from "../Place.js"

export class MissionNotFound extends Schema.TaggedError<MissionNotFound>()("MissionNotFound", {
  selector: Schema.String,
  /** Slugs a person may have meant, at most five. */
  candidates: Schema.Array(Schema.String),
  /** True where the selector fits several missions. */
  ambiguous: Schema.Boolean
}) implements Explained {
  readonly code = "MISSION-01"
  get target(): string {
    return this.selector
  }
  override get message(): string {
    return this.ambiguous ? `"${this.selector}" fits several missions.` : `There is no mission "${this.selector}".`
  }
  get why(): string {
    return this.candidates.length === 0
      ? "no directory of that name, prefix or number is below kitty-specs/"
      : `${this.ambiguous ? "it fits" : "closest are"}: ${this.candidates.join(", ")}`
  }
  readonly next = "spec-kitty dossier scan --all"
}

/** The mission's directory itself can't be read. */
export class MissionUnreadable extends Schema.TaggedError<MissionUnreadable>()("MissionUnreadable", {
  path: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "MISSION-02"
  get target(): string {
    return this.path
  }
  override get message(): string {
    return `The mission directory ${this.path} can't be read.`
  }
  get why(): string {
    return this.detail
  }
  readonly next = "check that the folder exists and that you may read it"
}

/** `--step` names a step that the mission type's state machine does not have. */
export class StepUnknown extends Schema.TaggedError<StepUnknown>()("StepUnknown", {
  step: Schema.String,
  missionType: Schema.String,
  steps: Schema.Array(Schema.String)
}) implements Explained {
  readonly code = "MISSION-03"
  get target(): string {
    return this.step
  }
  override get message(): string {
    return `A ${this.missionType} mission has no step "${this.step}".`
  }
  get why(): string {
    return this.steps.length === 0 ? "this mission type has no state machine" : `its steps are ${this.steps.join(", ")}`
  }
  readonly next = "run the command without --step: it is derived from the mission's files"
}

/** A manifest or state machine (`contracts/missions` or the project's override) that can't be used. */
export class ManifestInvalid extends Schema.TaggedError<ManifestInvalid>()("ManifestInvalid", {
  file: Schema.String,
  line: Schema.NullOr(Schema.Int),
  column: Schema.NullOr(Schema.Int),
  /** Where in the document: `required_by_step.plan[0].path_pattern`. */
  pointer: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "MANIFEST-01"
  get target(): string {
    return this.file
  }
  override get message(): string {
    return `${this.file}${placeSuffix(this)} is not a valid manifest.`
  }
  get why(): string {
    return this.pointer === "" ? this.detail : `${this.pointer}: ${this.detail}`
  }
  readonly next = "correct the file, or remove it to use the one that ships with spec-kitty"
}
