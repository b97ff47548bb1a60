import type { ContractViolation } from "../contract/ContractViolations.js"

/** One thing that keeps a stored row from being sent: where and which rule, never the refused value. */
export type RowFault = Pick<ContractViolation, "pointer" | "rule">

/** The reason codes that a look at the row alone gives; a server's word on it has others. */
export const ownCodes = ["contract", "hash_mismatch", "undecodable_row"] as const

/** Why a stored row can't be sent: what quarantine says of it, and the same place by place. */
export interface Unusable {
  /** One of `ownCodes`, or the code that it was brought over with from another queue. */
  readonly reasonCode: string
  readonly reason: string
  readonly faults: ReadonlyArray<RowFault>
}

/** The content of a body is not what was captured. */
export const changedContent: RowFault = { pointer: "/content_hash", rule: "must be the SHA-256 of content_body" }
/** The text of an event is another event's. */
export const otherEvent: RowFault = { pointer: "/event_id", rule: "must be the id that the row is queued under" }
/** The row's parts are there, and are not those of a body upload. */
export const noUpload: RowFault = { pointer: "", rule: "must be a body upload" }
/** There is nothing to send. */
export const noText: RowFault = { pointer: "", rule: "its stored text is missing" }
/** It came from another queue as it was found there, since nothing that can be sent could be made of it. */
export const foreignRow: RowFault = { pointer: "", rule: "must be readable as an event or a body of this contract" }
