import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"
import { SignInNeeded } from "../sync/SignInNeeded.js"

const signIn = "spec-kitty auth login"

/** The file that holds the sign-in is there and can't be used. It is left as it is; a sign-in replaces a damaged one. */
export class CredentialsUnreadable extends Schema.TaggedError<CredentialsUnreadable>()("CredentialsUnreadable", {
  path: Schema.String,
  reason: Schema.Literal("not_regular", "other_owner", "too_large", "not_toml", "no_access")
}) implements Explained {
  readonly code = "AUTH-05"
  get target(): string {
    return this.path
  }
  override get message(): string {
    return `The stored sign-in in ${this.path} can't be used. It is left as it is.`
  }
  get why(): string {
    switch (this.reason) {
      case "not_regular":
        return "a link, a folder or something else that is no regular file stands in its place"
      case "other_owner":
        return "the file belongs to another user of this machine"
      case "too_large":
        return "the file is larger than a sign-in can be"
      case "not_toml":
        return "the file is not in its format (TOML)"
      case "no_access":
        return "the file can't be opened"
    }
  }
  /** Whether a sign-in replaces it: what is not a file of this user, it leaves alone. */
  get replaceable(): boolean {
    return this.reason === "not_toml" || this.reason === "too_large"
  }
  get next(): string {
    return this.replaceable ? signIn : "remove what stands in its place, then run spec-kitty auth login"
  }
  /** What it means for who would ask `server`; null where none is known. */
  signInNeeded(server: string | null): SignInNeeded {
    return new SignInNeeded({ server, cause: this.replaceable ? "unreadable" : "obstructed" })
  }
}

/** The server does not take the user name and password. Nothing was stored. */
export class LoginRefused extends Schema.TaggedError<LoginRefused>()("LoginRefused", {
  server: Schema.String,
  status: Schema.Int
}) implements Explained {
  readonly code = "AUTH-03"
  get target(): string {
    return this.server
  }
  override get message(): string {
    return `${this.server} did not take this user name and password. Nothing was stored.`
  }
  get why(): string {
    return `the server answered ${this.status}`
  }
  readonly next = "check the name and the password, then run spec-kitty auth login"
}

const ago = (milliseconds: number): string => {
  const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
  if (milliseconds < 2 * hour) return `${Math.round(milliseconds / minute)} min ago`
  return milliseconds < 2 * day ? `${Math.round(milliseconds / hour)} h ago` : `${Math.round(milliseconds / day)} days ago`
}

/** The server does not take the stored refresh token. It stays stored, so that nothing is lost before the next sign-in. */
export class RenewalRefused extends Schema.TaggedError<RenewalRefused>()("RenewalRefused", {
  server: Schema.String,
  status: Schema.Int,
  /** Milliseconds since the refresh token's expiry, by our clock; null where it had not expired or says nothing of it. */
  expiredForMs: Schema.NullOr(Schema.Number)
}) implements Explained {
  readonly code = "AUTH-02"
  get target(): string {
    return this.server
  }
  override get message(): string {
    return "The access token was not taken any more and could not be refreshed. Everything queued is kept."
  }
  get why(): string {
    const expired = this.expiredForMs === null ? "" : ` (the refresh token expired ${ago(this.expiredForMs)})`
    return `POST /api/v1/token/refresh/ answered ${this.status}${expired}`
  }
  readonly next = signIn
}

/** The server could not be reached, or could not answer now, when it was to sign in or to renew. Another time it may. */
export class SignInUnanswered extends Schema.TaggedError<SignInUnanswered>()("SignInUnanswered", {
  server: Schema.String,
  purpose: Schema.Literal("login", "renewal"),
  /** `offline`: there was no connection. `timeout`: no answer in time. `busy`: 429, 5xx, or an answer cut off. */
  silence: Schema.Literal("offline", "timeout", "busy"),
  reason: Schema.String
}) implements Explained {
  readonly code = "AUTH-04"
  get target(): string {
    return this.server
  }
  override get message(): string {
    return this.purpose === "login"
      ? `${this.server} could not be asked to sign you in. Nothing was stored.`
      : `${this.server} could not be asked for a new access token. Everything queued is kept.`
  }
  get why(): string {
    return this.reason
  }
  get next(): string {
    return this.purpose === "login" ? "run spec-kitty auth login again later" : "spec-kitty sync --wait 30s"
  }
}

/** What answered a sign-in or a renewal does not behave like a spec-kitty receiver. */
export class SignInMisanswered extends Schema.TaggedError<SignInMisanswered>()("SignInMisanswered", {
  server: Schema.String,
  /** `redirect`: it sends us elsewhere, which is not followed. */
  kind: Schema.Literal("redirect", "wrong_server", "protocol"),
  reason: Schema.String
}) implements Explained {
  readonly code = "SERVER-05"
  get target(): string {
    return this.server
  }
  override get message(): string {
    return `${this.server} did not answer the way a spec-kitty receiver does. Nothing was stored, and everything queued is kept.`
  }
  get why(): string {
    return this.reason
  }
  readonly next = "spec-kitty sync server"
}
