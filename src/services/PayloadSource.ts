import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { PayloadUnreadable } from "../domain/contract/PayloadUnreadable.js"

/** Where someone's payload is read from, to be checked. */
export class PayloadSource extends Context.Tag("spec-kitty/PayloadSource")<PayloadSource, {
  /**
   * The text of a file, or with `-` of standard input, as UTF-8. At most 64 MiB.
   * Fails where it can't be read, is too large or is not UTF-8.
   */
  readonly read: (name: string) => Effect.Effect<string, PayloadUnreadable>
}>() {}
