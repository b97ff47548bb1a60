import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** A context that the contract does not have, or one that was to be guessed and can't be. */
export class ContextUnknown extends Schema.TaggedError<ContextUnknown>()("ContextUnknown", {
  /** Null where none was given and the payload does not show what it is. */
  context: Schema.NullOr(Schema.String),
  known: Schema.Array(Schema.String)
}) implements Explained {
  readonly code = "CONTRACT-03"
  get target(): string | null {
    return this.context
  }
  override get message(): string {
    return this.context === null
      ? "The payload does not show what it is meant to be."
      : `The contract has no context "${this.context}".`
  }
  get why(): string {
    return `contexts are ${this.known.join(", ")}`
  }
  get next(): string {
    return this.context === null ? "name one with --context" : "spec-kitty contract show"
  }
}
