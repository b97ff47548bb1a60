import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Ulid } from "../domain/identity/ids.js"

/** New identifiers, from Effect's Clock and Random (which draws from the operating system in `Main`). */
export class Identifiers extends Context.Tag("spec-kitty/Identifiers")<Identifiers, {
  /** Lower-case version 4 UUID. */
  readonly uuid: Effect.Effect<string>
  /** Strictly growing within a process. */
  readonly ulid: Effect.Effect<Ulid>
}>() {}
