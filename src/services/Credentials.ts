import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { SignInNeeded } from "../domain/sync/SignInNeeded.js"
import type { ServerUrl } from "../domain/sync/ServerTarget.js"

/** Where a token comes from and how long it lasts; nothing of the token itself. */
export interface TokenFacts {
  /** `SPEC_KITTY_TOKEN`, or the stored credentials. */
  readonly source: "environment" | "stored"
  /** Milliseconds since 1970; null where the token says nothing about it, as one of the environment. */
  readonly expiresAtMs: number | null
}

/** Who we are to a server. Tokens are `Redacted` and never printed. */
export class Credentials extends Context.Tag("spec-kitty/Credentials")<Credentials, {
  /** `SPEC_KITTY_TOKEN`, else the stored access token if it was made for this server's origin and has not expired. */
  readonly token: (server: ServerUrl) => Effect.Effect<Redacted.Redacted<string>, SignInNeeded>
  /** About the token that `token` would give; fails as that does. */
  readonly describe: (server: ServerUrl) => Effect.Effect<TokenFacts, SignInNeeded>
  /** Team of the signed-in user, else `local` (the envelope's `team_slug`). */
  readonly teamSlug: Effect.Effect<string>
}>() {}
