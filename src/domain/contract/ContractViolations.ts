import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** One broken rule. Never carries the refused value: that is what must not leave. */
export class ContractViolation extends Schema.Class<ContractViolation>("spec-kitty/ContractViolation")({
  /** RFC 6901 pointer into the refused payload; empty for the payload itself. */
  pointer: Schema.String,
  /** The rule as a sentence: `must be one of Mission, WorkPackage, MissionDossier`. */
  rule: Schema.String
}) {
  /** `/payload/lane must be one of …`, without a full stop. */
  get sentence(): string {
    return `${this.pointer === "" ? "the payload" : this.pointer} ${this.rule}`
  }
}

/** The gate refused a payload. It was not sent and not queued; the rest goes on. */
export class ContractViolations extends Schema.TaggedError<ContractViolations>()("ContractViolations", {
  context: Schema.String,
  violations: Schema.NonEmptyArray(ContractViolation)
}) implements Explained {
  readonly code = "GATE-01"
  readonly target = null
  override get message(): string {
    return `The contract gate refused a payload in context ${this.context}. It was not sent.`
  }
  get why(): string {
    return this.violations.map(({ sentence }) => sentence).join("; ")
  }
  readonly next = null
}
