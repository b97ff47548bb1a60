import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** A payload that was to be checked could not be read. Nothing is said about it. */
export class PayloadUnreadable extends Schema.TaggedError<PayloadUnreadable>()("PayloadUnreadable", {
  /** As it was named; `-` is standard input. */
  source: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "CONTRACT-02"
  get target(): string {
    return this.source
  }
  override get message(): string {
    return `${this.source === "-" ? "Standard input" : this.source} can't be checked.`
  }
  get why(): string {
    return this.detail
  }
  readonly next = "name a file that holds the payload as JSON, or pipe it to spec-kitty contract check -"
}
