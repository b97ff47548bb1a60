import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { IssuedSignIn, IssuedTokens } from "../domain/signIn/SignIn.js"
import type { LoginRefused, RenewalRefused, SignInMisanswered, SignInUnanswered } from "../domain/signIn/signInErrors.js"
import type { ServerUrl } from "../domain/sync/ServerTarget.js"

/** Name and password of a person. The password leaves the machine in the body of one request alone. */
export interface Account {
  readonly username: string
  readonly password: Redacted.Redacted<string>
}

/**
 * The server's side of signing in. Each call is one request without an Authorization header, by the rules of every other
 * (TLS, no redirects, bounded size); nothing is stored and nothing is asked twice. No secret is in any error.
 */
export class SignInServer extends Context.Tag("spec-kitty/SignInServer")<SignInServer, {
  /** Tokens for a name and password (`POST /api/v1/token/`). */
  readonly signIn: (server: ServerUrl, account: Account) =>
    Effect.Effect<IssuedSignIn, LoginRefused | SignInUnanswered | SignInMisanswered>

  /** Another access token for a refresh token, which may be good for this once alone (`POST /api/v1/token/refresh/`). */
  readonly renew: (server: ServerUrl, refresh: Redacted.Redacted<string>) =>
    Effect.Effect<IssuedTokens, RenewalRefused | SignInUnanswered | SignInMisanswered>
}>() {}
