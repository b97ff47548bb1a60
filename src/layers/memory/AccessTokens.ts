import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { SignInNeeded } from "../../domain/sync/SignInNeeded.js"
import { AccessTokens } from "../../services/AccessTokens.js"

/** The same token for every server; there is no other one, so a 401 is the end of it. */
export const signedIn = (token = "token-of-a-test") =>
  Layer.succeed(AccessTokens, {
    current: () => Effect.succeed(Redacted.make(token)),
    after401: (server) => new SignInNeeded({ server, cause: "refused" }),
    taken: () => Effect.void
  })

/** No token for any server. */
export const signedOut = (cause: SignInNeeded["cause"] = "no_token") =>
  Layer.succeed(AccessTokens, {
    current: (server) => new SignInNeeded({ server, cause }),
    after401: (server) => new SignInNeeded({ server, cause }),
    taken: () => Effect.void
  })

/** The same, with a token of its own. */
export const layer = signedIn()
