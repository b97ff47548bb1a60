import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Explained } from "../domain/Explained.js"

/** The pages about errors, which ship with the program, can't be read. */
export class ErrorPagesMissing extends Schema.TaggedError<ErrorPagesMissing>()("ErrorPagesMissing", {
  /** Where they should be. */
  folder: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "INSTALL-01"
  get target(): string {
    return this.folder
  }
  override get message(): string {
    return "The installed package of spec-kitty-effect is incomplete: its pages about errors can't be read."
  }
  get why(): string {
    return this.detail
  }
  readonly next = "install the package again"
}

/** One page per error code (`docs/errors`), as it ships with the package. */
export class ErrorPages extends Context.Tag("spec-kitty/ErrorPages")<ErrorPages, {
  /** Every code that has a page, sorted. */
  readonly codes: ReadonlyArray<string>
  /** The page of one of `codes`, as Markdown. */
  readonly read: (code: string) => Effect.Effect<string, ErrorPagesMissing>
}>() {}
