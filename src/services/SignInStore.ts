import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type { StateNotWritable } from "../domain/identity/projectErrors.js"
import type { SignIn, StoredSignIn } from "../domain/signIn/SignIn.js"
import type { CredentialsUnreadable } from "../domain/signIn/signInErrors.js"

/**
 * Where the sign-in of this user is kept, one for all projects: what `read` gives is what the last `save`, `replace` or
 * `forget` of any process left. Each of these happens whole or not at all, and is on disk when it returns.
 */
export class SignInStore extends Context.Tag("spec-kitty/SignInStore")<SignInStore, {
  /** What is stored now, read anew each time; nobody where nothing is. Its text is in no error. */
  readonly read: Effect.Effect<StoredSignIn, CredentialsUnreadable>

  /**
   * Fails where `save` would, as far as that can be known before: it is asked before a server is. Makes the folder, closes
   * it to others, and leaves what is stored as it is.
   */
  readonly checkWritable: Effect.Effect<void, StateNotWritable>

  /**
   * Signing in: replaces whichever sign-in was stored, and a file that can't be read. What else is in the file stays.
   * It fails, and changes nothing, where a link, a FIFO or another user's file stands in its place.
   */
  readonly save: (signIn: SignIn) => Effect.Effect<void, StateNotWritable>

  /**
   * After a renewal with the refresh token `used`: stores `renewed` only where that token is still the stored one. False,
   * and nothing is changed, where it is not: a sign-out or a newer sign-in meanwhile is not undone (G-A2).
   */
  readonly replace: (used: Redacted.Redacted<string>, renewed: SignIn) => Effect.Effect<boolean, StateNotWritable>

  /**
   * Signing out: no token, name or server is left, nor a half-written copy; what else is in the file stays. False where
   * nothing was: nothing is written then.
   */
  readonly forget: Effect.Effect<boolean, StateNotWritable>

  /**
   * Runs the effect while no other process of this user runs one here: renewals are made one at a time. It keeps nobody
   * from signing in or out meanwhile. Waits for `LockPatience` and the time that one renewal may take, then fails.
   */
  readonly oneAtATime: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | StateNotWritable, R>
}>() {}
