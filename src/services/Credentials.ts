import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { SignInNeeded } from "../domain/sync/SignInNeeded.js"
import type { ServerUrl } from "../domain/sync/ServerTarget.js"

/** Who we are to a server. Tokens are `Redacted` and never printed. */
export class Credentials extends Context.Tag("spec-kitty/Credentials")<Credentials, {
  /** `SPEC_KITTY_TOKEN`, else the stored access token if it was made for this server's origin and has not expired. */
  readonly token: (server: ServerUrl) => Effect.Effect<Redacted.Redacted<string>, SignInNeeded>
  /** Team of the signed-in user, else `local` (the envelope's `team_slug`). */
  readonly teamSlug: Effect.Effect<string>
}>() {}
