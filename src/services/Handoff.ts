import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { PackageIncomplete } from "../domain/PackageIncomplete.js"

/** What a receiver is built from (`contracts/handoff`), as it ships with the package. */
export class Handoff extends Context.Tag("spec-kitty/Handoff")<Handoff, {
  /** Every file, sorted: relative to the handoff, with `/` between names. */
  readonly files: ReadonlyArray<string>
  /** The text of one of `files`, byte for byte. */
  readonly read: (path: string) => Effect.Effect<string, PackageIncomplete>
}>() {}
