import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { SignInNeeded } from "../domain/sync/SignInNeeded.js"
import type { ServerUrl } from "../domain/sync/ServerTarget.js"

/** Where a token comes from and how long it lasts; nothing of the token itself. */
export interface TokenFacts {
  /** `SPEC_KITTY_TOKEN`, or the stored sign-in. */
  readonly source: "environment" | "stored"
  /** Milliseconds since 1970; null where the token says nothing about it, as one of the environment. */
  readonly expiresAtMs: number | null
  /** The access token has expired, and the next request renews it: the server has the last word then. */
  readonly renewalDue: boolean
  /** Milliseconds since 1970 at which the refresh token expires; null where there is none or nothing is known of it. */
  readonly renewableUntilMs: number | null
}

/** Who we are to a server, from what is here alone: no server is asked and nothing is renewed. For requests: `AccessTokens`. */
export class Credentials extends Context.Tag("spec-kitty/Credentials")<Credentials, {
  /** The token that the next request would use, or that it would first renew. */
  readonly describe: (server: ServerUrl) => Effect.Effect<TokenFacts, SignInNeeded>
  /**
   * Team of who is signed in at this server's origin, else `local` (the envelope's `team_slug`): no server is told the team
   * that another one named. `SPEC_KITTY_TOKEN` names none; beside it the stored team of the same origin counts as ever.
   */
  readonly teamSlug: (server: ServerUrl | null) => Effect.Effect<string>
}>() {}
