import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** A server would have to be asked, and the environment denies that. Nothing was sent and nothing stored. */
export class SendingDenied extends Schema.TaggedError<SendingDenied>()("SendingDenied", {
  server: Schema.String
}) implements Explained {
  readonly code = "AUTH-06"
  get target(): string {
    return this.server
  }
  override get message(): string {
    return `${this.server} was not asked: nothing is sent in this environment.`
  }
  readonly why = "SPEC_KITTY_ENABLE_SAAS_SYNC denies sending"
  readonly next = "unset SPEC_KITTY_ENABLE_SAAS_SYNC, then run the command again"
}
