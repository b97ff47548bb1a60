import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StateNotWritable } from "../domain/identity/projectErrors.js"

/** The page that a CI system shows for a job. */
export class JobSummary extends Context.Tag("spec-kitty/JobSummary")<JobSummary, {
  /** Adds Markdown to it; does nothing where the CI system has no such page. */
  readonly append: (markdown: string) => Effect.Effect<void, StateNotWritable>
}>() {}
