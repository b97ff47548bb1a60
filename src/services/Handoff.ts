import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Explained } from "../domain/Explained.js"

/** The handoff, which ships with the program, can't be read. */
export class HandoffMissing extends Schema.TaggedError<HandoffMissing>()("HandoffMissing", {
  /** Where it should be. */
  folder: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "INSTALL-01"
  get target(): string {
    return this.folder
  }
  override get message(): string {
    return "The installed package of spec-kitty-effect is incomplete: its contract for receivers can't be read."
  }
  get why(): string {
    return this.detail
  }
  readonly next = "install the package again"
}

/** What a receiver is built from (`contracts/handoff`), as it ships with the package. */
export class Handoff extends Context.Tag("spec-kitty/Handoff")<Handoff, {
  /** Every file, sorted: relative to the handoff, with `/` between names. */
  readonly files: ReadonlyArray<string>
  /** The text of one of `files`, byte for byte. */
  readonly read: (path: string) => Effect.Effect<string, HandoffMissing>
}>() {}
