import * as Schema from "effect/Schema"
import { Check } from "../health/Check.js"
import { Instant } from "../text.js"

/** Who is signed in where, and until when. None of these reports holds a token or a password. */
const signedIn = {
  /** Origin and path of the server that issued the tokens. */
  server: Schema.String,
  user: Schema.String,
  /** Null where the server named no team. */
  team_slug: Schema.NullOr(Schema.String),
  access_expires_at: Instant,
  refresh_expires_at: Instant,
  /** The file that holds the tokens. */
  stored_in: Schema.String
}

/** `data` of `auth login --json` (`auth-login@1`). */
export class LoginReport extends Schema.Class<LoginReport>("spec-kitty/LoginReport")({
  ...signedIn,
  /** The server whose sign-in was replaced; null where there was none, or one at this server. */
  replaced: Schema.NullOr(Schema.String)
}) {}

/** `data` of `auth logout --json` (`auth-logout@1`). */
export class LogoutReport extends Schema.Class<LogoutReport>("spec-kitty/LogoutReport")({
  /** False where nobody was signed in. */
  removed: Schema.Boolean,
  /** Where that sign-in was made; null where nothing is known of it. */
  server: Schema.NullOr(Schema.String),
  /** True where `SPEC_KITTY_TOKEN` is set: requests go on with it. */
  environment_token: Schema.Boolean
}) {}

/** `data` of `auth status --json` (`auth-status@1`). */
export class AuthStatus extends Schema.Class<AuthStatus>("spec-kitty/AuthStatus")({
  /** The server that is looked at: the project's, else the one of the stored sign-in; null where there is neither. */
  server: Schema.NullOr(Schema.String),
  /** What the next request would do: take the token, renew it first, or not be made. */
  access: Schema.Literal("ready", "renewal_due", "sign_in_needed"),
  /** Why a sign-in is needed; null where none is. */
  why: Schema.NullOr(Schema.String),
  /** Where the token would come from: `SPEC_KITTY_TOKEN`, or the stored sign-in; null where there is none. */
  source: Schema.NullOr(Schema.Literal("environment", "stored")),
  /** Of the stored sign-in, be it for this server or not; null where nobody is signed in. */
  signed_in_at: Schema.NullOr(Schema.String),
  user: Schema.NullOr(Schema.String),
  team_slug: Schema.NullOr(Schema.String),
  access_expires_at: Schema.NullOr(Instant),
  refresh_expires_at: Schema.NullOr(Instant),
  stored_in: Schema.String,
  /** `SPEC_KITTY_ENABLE_SAAS_SYNC=0`: whatever the token, nothing is sent. */
  sending_denied: Schema.Boolean,
  /** With `--check`: what the server answered. */
  check: Schema.optional(Check)
}) {}

/** `data` of `auth token --json` (`auth-token@1`): all but the token. */
export class TokenReport extends Schema.Class<TokenReport>("spec-kitty/TokenReport")({
  server: Schema.NullOr(Schema.String),
  source: Schema.Literal("environment", "stored"),
  /** Null where the token says nothing about it, as one of the environment. */
  expires_at: Schema.NullOr(Instant)
}) {}
