import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

/** Where long work stands. For people watching; never the record of what happened. */
export type ProgressStep =
  | { readonly _tag: "Scanning"; readonly mission: string; readonly done: number; readonly total: number }
  | {
    readonly _tag: "Sending"
    readonly kind: "events" | "bodies"
    readonly done: number
    readonly total: number
    readonly bytes: number
  }
  /** Queued items that are validated. */
  | { readonly _tag: "Judging"; readonly done: number; readonly total: number }
  /** Files that an upgrade writes, or a rollback puts back. */
  | { readonly _tag: "Rewriting"; readonly path: string; readonly done: number; readonly total: number }
  | { readonly _tag: "Waiting"; readonly milliseconds: number; readonly undelivered: number }

/** Where programs say how far they are. Provide a layer that says nothing where nobody watches. */
export class Progress extends Context.Tag("spec-kitty/Progress")<Progress, {
  /** Told often; a layer that shows it leaves out what is too much. Never fails, never waits for long. */
  readonly step: (step: ProgressStep) => Effect.Effect<void>
}>() {}
