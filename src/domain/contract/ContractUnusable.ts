import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** The vendored contract can't be relied on. Nothing is gated, so nothing leaves; what is queued stays (G-C4). */
export class ContractUnusable extends Schema.TaggedError<ContractUnusable>()("ContractUnusable", {
  file: Schema.String,
  /** `changed`: not the text this version was built with. `newer`: written for another contract version. */
  reason: Schema.Literal("missing", "malformed", "newer", "changed"),
  detail: Schema.String
}) implements Explained {
  readonly code = "CONTRACT-01"
  get target(): string {
    return this.file
  }
  override get message(): string {
    return "The contract this version sends by can't be used, so nothing is sent. What is queued stays queued."
  }
  get why(): string {
    return this.detail
  }
  readonly next = "install the package spec-kitty-effect again"
}
