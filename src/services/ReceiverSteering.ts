import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Reply } from "../domain/receiver/Reply.js"

/** One call that reached the receiver, as it was made. */
export type ReceivedCall =
  | { readonly _tag: "Batch"; readonly events: ReadonlyArray<unknown> }
  | { readonly _tag: "Push"; readonly request: unknown }

/** The strings of the in-memory receiver, for tests. */
export class ReceiverSteering extends Context.Tag("spec-kitty/ReceiverSteering")<ReceiverSteering, {
  /** The next `count` calls answer `reply` and store nothing: 401, 403, 409, whatever a test needs. */
  readonly failNext: (count: number, reply: Reply) => Effect.Effect<void>
  /** Every call so far, refused ones too, oldest first. */
  readonly received: Effect.Effect<ReadonlyArray<ReceivedCall>>
}>() {}
