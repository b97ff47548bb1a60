import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** No token that this server would take. Everything queued is kept. */
export class SignInNeeded extends Schema.TaggedError<SignInNeeded>()("SignInNeeded", {
  /** Null where none is known that the question would be about. */
  server: Schema.NullOr(Schema.String),
  /**
   * `obstructed`: a sign-in does not replace what stands there. `refused`: the stored one, without a refresh token.
   * `refused_anew`: one that was just renewed, on its first use.
   */
  cause: Schema.Literal(
    "no_token", "expired", "other_server", "unreadable", "obstructed", "malformed", "refused", "refused_anew",
    "environment_malformed", "environment_refused"
  )
}) implements Explained {
  readonly code = "AUTH-01"
  get target(): string | null {
    return this.server
  }
  override get message(): string {
    return `There is no valid token${this.server === null ? "" : ` for ${this.server}`}. What is queued is kept.`
  }
  get why(): string {
    switch (this.cause) {
      case "no_token":
        return "SPEC_KITTY_TOKEN is not set and nobody is signed in"
      case "expired":
        return "the stored access token has expired, and there is no refresh token to renew it with"
      case "other_server":
        return "the stored sign-in was made for another server"
      case "unreadable":
        return "the credentials file can't be read or is not in its format"
      case "obstructed":
        return "a link, a folder or a file that is not yours to read stands in the place of the credentials file"
      case "malformed":
        return "the stored token is empty, too long or holds characters that a request can't carry"
      case "refused":
        return "the server refused the stored token, which no refresh token renews"
      case "refused_anew":
        return "the server refused a token that it had only just issued"
      case "environment_malformed":
        return "the token in SPEC_KITTY_TOKEN is empty, too long or holds characters that a request can't carry"
      case "environment_refused":
        return "the server refused the token in SPEC_KITTY_TOKEN"
    }
  }
  /** Whether it is `SPEC_KITTY_TOKEN` that is to be changed: no sign-in helps then. */
  get ofEnvironment(): boolean {
    return this.cause === "environment_malformed" || this.cause === "environment_refused"
  }
  get next(): string {
    if (this.ofEnvironment) {
      return "set SPEC_KITTY_TOKEN to a valid token of this server, or unset it and run spec-kitty auth login"
    }
    const login = `spec-kitty auth login${this.server === null ? " --server URL" : ""}`
    return this.cause === "obstructed" ? `remove what stands in its place, then run ${login}` : login
  }
}
