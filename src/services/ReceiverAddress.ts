import * as Context from "effect/Context"

/** Where the receiver listens, once it does. */
export class ReceiverAddress extends Context.Tag("spec-kitty/ReceiverAddress")<ReceiverAddress, {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  readonly url: string
}>() {}
