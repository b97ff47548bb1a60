import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** The receiver's store can't be used now. Nothing of the request was stored. */
export class ReceiverUnavailable extends Schema.TaggedError<ReceiverUnavailable>()("ReceiverUnavailable", {
  /** The database file; `memory` where there is none. */
  path: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "RECEIVER-01"
  get target(): string {
    return this.path
  }
  override get message(): string {
    return `The receiver's database ${this.path} can't be used.`
  }
  get why(): string {
    return this.detail
  }
  readonly next = "check the file and the disk below it, or name another one with --db FILE"
}

/** A ledger was asked for that nobody has written yet. */
export class LedgerNotFound extends Schema.TaggedError<LedgerNotFound>()("LedgerNotFound", {
  path: Schema.String
}) implements Explained {
  readonly code = "RECEIVER-02"
  get target(): string {
    return this.path
  }
  override get message(): string {
    return `There is no receiver database at ${this.path}.`
  }
  readonly why = "no receiver has been started with this file"
  readonly next = "spec-kitty receiver serve --db FILE"
}

/** The receiver could not listen where it was told to. */
export class ReceiverNotListening extends Schema.TaggedError<ReceiverNotListening>()("ReceiverNotListening", {
  port: Schema.Int,
  detail: Schema.String
}) implements Explained {
  readonly code = "RECEIVER-03"
  get target(): string {
    return `127.0.0.1:${this.port}`
  }
  override get message(): string {
    return `The receiver can't listen on 127.0.0.1:${this.port}.`
  }
  get why(): string {
    return this.detail
  }
  readonly next = "spec-kitty receiver serve --port 0"
}

/** A `--fault` that is not one of ours. A usage error. */
export class FaultInvalid extends Schema.TaggedError<FaultInvalid>()("FaultInvalid", {
  value: Schema.String,
  /** Every form that is understood. */
  forms: Schema.Array(Schema.String)
}) implements Explained {
  readonly code = "RECEIVER-04"
  get target(): string {
    return this.value
  }
  override get message(): string {
    return `"${this.value}" is not a fault the receiver can play.`
  }
  get why(): string {
    return `it knows ${this.forms.join(", ")}`
  }
  readonly next = "spec-kitty receiver serve --help"
}

/** An `--account` that is not NAME:PASSWORD. It may hold a password, so it is not said. A usage error. */
export class AccountInvalid extends Schema.TaggedError<AccountInvalid>()("AccountInvalid", {}) implements Explained {
  readonly code = "RECEIVER-05"
  readonly target = null
  override get message(): string {
    return "An --account is not a name and a password."
  }
  readonly why = "it has to be NAME:PASSWORD, neither of them empty; the name ends at the first colon"
  readonly next = "spec-kitty receiver serve --help"
}
