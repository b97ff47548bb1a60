import * as Effect from "effect/Effect"
import { StateNotWritable } from "../../domain/identity/projectErrors.js"
import { describeCause } from "./systemError.js"

/** One step of the operating system; its failure says which step it was. */
export const attemptStep = <A>(target: string, step: string, run: () => A): Effect.Effect<A, StateNotWritable> =>
  Effect.try({
    try: run,
    catch: (cause) => new StateNotWritable({ path: target, detail: `${step}: ${describeCause(cause)}` })
  })
