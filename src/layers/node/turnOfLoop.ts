import * as Effect from "effect/Effect"

/**
 * Lets Node go through its event loop once: what was written leaves, signals and timers are looked at. `Effect.yieldNow`
 * alone stays within one turn of it.
 */
export const turnOfLoop = Effect.async<void>((resume) => {
  const handle = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(handle))
})
