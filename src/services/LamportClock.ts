import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { QueueUnavailable } from "../domain/sync/queueErrors.js"

/** The project's logical clock on this machine: values are handed out once, across processes and crashes (G-R8). */
export class LamportClock extends Context.Tag("spec-kitty/LamportClock")<LamportClock, {
  /** Reserves `count` consecutive values and returns the first. On disk before it returns. */
  readonly reserve: (count: number) => Effect.Effect<number, QueueUnavailable>
}>() {}
