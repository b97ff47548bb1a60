import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type { SecretInputRefused } from "../domain/signIn/SecretInputRefused.js"

/** The person who signs in, or the program that does it for them. What is asked goes to stderr: stdout is the answer's. */
export class SignInPrompt extends Context.Tag("spec-kitty/SignInPrompt")<SignInPrompt, {
  /** Why nobody can be asked anything here; none where somebody can. */
  readonly silence: Option.Option<string>
  /** Asks for a text. Empty where the person gives none. */
  readonly ask: (question: string) => Effect.Effect<string>
  /** The same, and what is typed is not shown, not even as marks. */
  readonly askHidden: (question: string) => Effect.Effect<Redacted.Redacted<string>>
  /** The one line of standard input, without its line break. */
  readonly line: Effect.Effect<Redacted.Redacted<string>, SecretInputRefused>
}>() {}
