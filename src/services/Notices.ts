import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Diagnostic } from "../domain/Diagnostic.js"

/**
 * What a layer noticed on the way and a person should know, though the work went on: a file with the wrong permissions,
 * a side file that can't be written. Whoever reports the work takes it along.
 */
export class Notices extends Context.Tag("spec-kitty/Notices")<Notices, {
  /** Kept until it is taken; the same notice twice is one. */
  readonly add: (notice: Diagnostic) => Effect.Effect<void>
  /** Everything added since the last time, oldest first. */
  readonly take: Effect.Effect<ReadonlyArray<Diagnostic>>
}>() {}

/** Everything noticed since the last time, oldest first: for the diagnostics of an outcome. */
export const takeNotices: Effect.Effect<ReadonlyArray<Diagnostic>, never, Notices> = Effect.flatMap(
  Notices,
  ({ take }) => take
)
