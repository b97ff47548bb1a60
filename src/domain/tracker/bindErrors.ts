import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"
import { TrackerCandidate } from "../wire/tracker.js"

/** Nothing to bind to: the server knows no resource for the project, or it knows others than a moment ago. */
export class TrackerResourceMissing extends Schema.TaggedError<TrackerResourceMissing>()("TrackerResourceMissing", {
  provider: Schema.String,
  reason: Schema.Literal("none", "changed")
}) implements Explained {
  readonly code = "TRACKER-05"
  get target(): string {
    return this.provider
  }
  override get message(): string {
    return this.reason === "none"
      ? `No resource of ${this.provider} fits this project. Nothing was bound.`
      : `What ${this.provider} offers this project has changed meanwhile. Nothing was bound.`
  }
  get why(): string {
    return this.reason === "none"
      ? "the server found nothing that matches the project's name or repository"
      : "the chosen resource had expired, and the list that came anew is another one"
  }
  get next(): string {
    return this.reason === "none"
      ? `see what the team has: spec-kitty tracker resources --provider ${this.provider}`
      : `choose again: spec-kitty tracker bind --provider ${this.provider}`
  }
}

/** Several resources may be the project's: a person has to say which. Nothing was bound. */
export class TrackerChoiceNeeded extends Schema.TaggedError<TrackerChoiceNeeded>()("TrackerChoiceNeeded", {
  provider: Schema.String,
  /** In the order in which they are numbered, from 1. */
  candidates: Schema.Array(TrackerCandidate),
  /** The number that was given; null where none was. */
  given: Schema.NullOr(Schema.Int),
  /** How many there are to choose from. */
  count: Schema.Int
}) implements Explained {
  readonly code = "TRACKER-06"
  readonly target = "--candidate"
  override get message(): string {
    return this.given === null
      ? "Several resources may be this project's. Nothing was bound."
      : `There is no candidate ${this.given}. Nothing was bound.`
  }
  get why(): string {
    return this.given === null
      ? `the server is sure of none of the ${this.count}, and nobody chose one`
      : `the server offers ${this.count}, numbered from 1`
  }
  get next(): string {
    return `name its number: spec-kitty tracker bind --provider ${this.provider} --candidate N`
  }
}

/** A number was given, and the server has bound the project already: there is nothing to choose from. */
export class TrackerNoChoice extends Schema.TaggedError<TrackerNoChoice>()("TrackerNoChoice", {
  provider: Schema.String,
  /** The resource that the project is bound to, as far as it is named. */
  label: Schema.String,
  given: Schema.Int
}) implements Explained {
  readonly code = "TRACKER-06"
  readonly target = "--candidate"
  override get message(): string {
    return `The server has bound this project to ${this.label} already. The binding was not changed.`
  }
  get why(): string {
    return `it offers no choice, so there is no candidate ${this.given}`
  }
  get next(): string {
    return `see and record that binding, without a number: spec-kitty tracker bind --provider ${this.provider}`
  }
}

/** The server does not stand by a binding. */
export class TrackerBindingInvalid extends Schema.TaggedError<TrackerBindingInvalid>()("TrackerBindingInvalid", {
  /** Its reason and guidance, safe to print; null where it gives none. */
  reason: Schema.NullOr(Schema.String),
  guidance: Schema.NullOr(Schema.String),
  /** False where it is the one that was about to be written down. */
  recorded: Schema.Boolean
}) implements Explained {
  readonly code = "TRACKER-07"
  readonly target = null
  override get message(): string {
    return this.recorded
      ? "The project's binding is not valid."
      : "The server does not stand by this binding. It was not written down."
  }
  get why(): string {
    const reason = this.reason ?? "the server gives no reason"
    return this.guidance === null ? reason : `${reason}; the server says: ${this.guidance}`
  }
  readonly next = "bind the project again: spec-kitty tracker bind"
}

/** The server has bound the project, and nothing here says so yet. */
export class BindingNotRecorded extends Schema.TaggedError<BindingNotRecorded>()("BindingNotRecorded", {
  provider: Schema.String,
  label: Schema.String,
  /** What went wrong after it was bound, as its error tells it. */
  detail: Schema.String
}) implements Explained {
  readonly code = "TRACKER-08"
  readonly target = ".kittify/config.yaml"
  override get message(): string {
    return `The server has bound the project to ${this.label}; .kittify/config.yaml does not say so yet.`
  }
  get why(): string {
    return this.detail
  }
  get next(): string {
    return `the server knows the binding, so this finds and records it: spec-kitty tracker bind --provider ${this.provider}`
  }
}
