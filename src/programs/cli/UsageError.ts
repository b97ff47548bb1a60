import * as Schema from "effect/Schema"
import type { Explained } from "../../domain/Explained.js"

/** The command line can't be understood, or asks for something that does not exist. Nothing was done. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", {
  /** One sentence: what is wrong. */
  problem: Schema.String,
  /** One sentence: what would be right. */
  why: Schema.String,
  /** Command to run for more, such as `spec-kitty help sync`; or the command that was probably meant. */
  next: Schema.String,
  /** The word it is about; null where a word is missing. */
  target: Schema.NullOr(Schema.String)
}) implements Explained {
  readonly code = "USAGE-01"
  override get message(): string {
    return this.problem
  }
}
