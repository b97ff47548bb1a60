import type * as Effect from "effect/Effect"
import type { Observation } from "../../domain/health/Check.js"
import type { Explained } from "../../domain/Explained.js"

/** One thing to look at. Its error says why it could not be looked at; what it finds is no error. */
export interface Look<R = never> {
  /** Stable, such as `queue.conservation`. */
  readonly id: string
  readonly title: string
  readonly observe: Effect.Effect<Observation, Explained, R>
}
