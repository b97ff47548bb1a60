import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"

/** A person who may be asked to choose one of several. */
export class Chooser extends Context.Tag("spec-kitty/Chooser")<Chooser, {
  /**
   * Shows the choices, numbered from 1, and waits for one of the numbers. Succeeds with its index, from 0; with none where
   * nobody can be asked, or the person gives no answer.
   */
  readonly choose: (question: string, choices: ReadonlyArray<string>) => Effect.Effect<Option.Option<number>>
}>() {}
