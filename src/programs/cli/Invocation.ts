import type * as Effect from "effect/Effect"
import type * as Ref from "effect/Ref"
import type { GlobalFlags } from "../../services/GlobalFlags.js"
import type { OutputOptions } from "./outputOptions.js"

/** A sentence, and the command that goes on from there: `spec-kitty sync` where none is named. */
export type LeftBehind = string | { readonly message: string; readonly fix: string }

/** One call of the program, as far as it is the same for every command. */
export interface Invocation {
  readonly flags: GlobalFlags
  readonly output: OutputOptions
  /** The version of the package. */
  readonly version: string
  /** Which exit code an interruption has earned, 130 or 143. Read once, by whoever tells the interruption. */
  readonly interruptCode: Effect.Effect<number>
  /** What an interrupted command leaves to be done; null where it had nothing to leave. */
  readonly leftBehind: Ref.Ref<LeftBehind | null>
}

/** Runs one command to its end: everything is told when it returns the exit code, errors included. */
export type Handler<Request> = (request: Request, invocation: Invocation) => Effect.Effect<number>
