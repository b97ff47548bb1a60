import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { SignInNeeded } from "../../domain/sync/SignInNeeded.js"
import { Credentials } from "../../services/Credentials.js"

/** The same token for every server. */
export const signedIn = (token = "token-of-a-test", teamSlug = "local") =>
  Layer.succeed(Credentials, {
    token: () => Effect.succeed(Redacted.make(token)),
    describe: () => Effect.succeed({ source: "environment", expiresAtMs: null }),
    teamSlug: Effect.succeed(teamSlug)
  })

/** No token for any server. */
export const signedOut = (cause: SignInNeeded["cause"] = "no_token") =>
  Layer.succeed(Credentials, {
    token: (server) => new SignInNeeded({ server, cause }),
    describe: (server) => new SignInNeeded({ server, cause }),
    teamSlug: Effect.succeed("local")
  })

export const layer = signedIn()
