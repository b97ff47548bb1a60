import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** No token that this server would take. Everything queued is kept. */
export class SignInNeeded extends Schema.TaggedError<SignInNeeded>()("SignInNeeded", {
  server: Schema.String,
  cause: Schema.Literal("no_token", "expired", "other_server", "unreadable", "malformed", "refused")
}) implements Explained {
  readonly code = "AUTH-01"
  get target(): string {
    return this.server
  }
  override get message(): string {
    return `There is no valid token for ${this.server}. What is queued is kept.`
  }
  get why(): string {
    switch (this.cause) {
      case "no_token":
        return "SPEC_KITTY_TOKEN is not set and no credentials are stored"
      case "expired":
        return "the stored access token has expired"
      case "other_server":
        return "the stored credentials were made for another server"
      case "unreadable":
        return "the credentials file can't be read or is not in its format"
      case "malformed":
        return "the token is empty, too long or holds characters that a request can't carry"
      case "refused":
        return "the server answered 401"
    }
  }
  readonly next = "set SPEC_KITTY_TOKEN to a token of this server, then run spec-kitty sync again"
}
