import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

const reasons = {
  terminal: "standard input is a terminal, and what is typed there would be shown",
  empty: "standard input was empty",
  lines: "standard input has more than one line",
  too_long: "the line is longer than 4096 bytes",
  not_text: "the line is not UTF-8, or has control characters",
  unreadable: "standard input could not be read"
} as const

/** What stands on standard input is no password. It is not said. A usage error. */
export class SecretInputRefused extends Schema.TaggedError<SecretInputRefused>()("SecretInputRefused", {
  reason: Schema.Literal("terminal", "empty", "lines", "too_long", "not_text", "unreadable")
}) implements Explained {
  readonly code = "AUTH-07"
  readonly target = "--password-stdin"
  override get message(): string {
    return "There is no password on standard input. Nothing was sent."
  }
  get why(): string {
    return reasons[this.reason]
  }
  get next(): string {
    return this.reason === "terminal"
      ? "leave --password-stdin away to be asked for it, or give the password by a pipe or a file"
      : "give the password as one line on standard input"
  }
}
