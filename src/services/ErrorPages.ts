import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { PackageIncomplete } from "../domain/PackageIncomplete.js"

/** One page per error code (`docs/errors`), as it ships with the package. */
export class ErrorPages extends Context.Tag("spec-kitty/ErrorPages")<ErrorPages, {
  /** Every code that has a page, sorted. */
  readonly codes: ReadonlyArray<string>
  /** The page of one of `codes`, as Markdown. */
  readonly read: (code: string) => Effect.Effect<string, PackageIncomplete>
}>() {}
