import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { RenewalRefused, SignInMisanswered, SignInUnanswered } from "../domain/signIn/signInErrors.js"
import type { ServerUrl } from "../domain/sync/ServerTarget.js"
import type { SignInNeeded } from "../domain/sync/SignInNeeded.js"

/** Why there is no token to send. What is queued is kept, whichever it is. */
export type NoAccess = SignInNeeded | RenewalRefused | SignInUnanswered | SignInMisanswered

/**
 * Tokens for requests. `SPEC_KITTY_TOKEN` wins and is never renewed; else the stored sign-in, for the origin it was made
 * for alone (G-A6), renewed when it has expired. However many fibers and processes need a new token at once, one asks the
 * server (G-A2). The server is asked once per process with a refresh token it has refused.
 */
export class AccessTokens extends Context.Tag("spec-kitty/AccessTokens")<AccessTokens, {
  /** The token for the next request. The clock is a hint, believed for a minute more (G-A5); the server's 401 is the truth. */
  readonly current: (server: ServerUrl) => Effect.Effect<Redacted.Redacted<string>, NoAccess>

  /**
   * Another token, after a 401 to `refused`: the stored one where that is another by now (G-A3), else a renewed one. Fails
   * with `SignInNeeded` where `refused` was itself just made by a renewal here and never taken: a further one would not be
   * either. So whoever asks again for each 401 ends.
   */
  readonly after401: (server: ServerUrl, refused: Redacted.Redacted<string>) => Effect.Effect<Redacted.Redacted<string>, NoAccess>

  /** Says that a server has taken the token: when it is refused later, it has expired, and another is worth asking for. */
  readonly taken: (token: Redacted.Redacted<string>) => Effect.Effect<void>
}>() {}
