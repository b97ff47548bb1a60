import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { SignInNeeded } from "../../domain/sync/SignInNeeded.js"
import { Credentials } from "../../services/Credentials.js"

/** A token for every server, as `SPEC_KITTY_TOKEN` would be. For requests: `MemoryAccessTokens`. */
export const signedIn = (teamSlug = "local") =>
  Layer.succeed(Credentials, {
    describe: () => Effect.succeed({ source: "environment", expiresAtMs: null, renewalDue: false, renewableUntilMs: null }),
    teamSlug: () => Effect.succeed(teamSlug)
  })

/** No token for any server. */
export const signedOut = (cause: SignInNeeded["cause"] = "no_token") =>
  Layer.succeed(Credentials, {
    describe: (server) => new SignInNeeded({ server, cause }),
    teamSlug: () => Effect.succeed("local")
  })

export const layer = signedIn()
