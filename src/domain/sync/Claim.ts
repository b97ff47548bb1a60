import type { GatedBody, GatedEvent } from "../contract/Gated.js"

/** What is known of a row taken for delivery. */
interface ClaimBase {
  /** Row id; ids grow in the order of enqueueing. */
  readonly id: number
  /** Fencing token: a settle with an older one changes nothing. */
  readonly token: number
  readonly owner: string
  /** This attempt's number, from 1: counted when claimed, so a crash counts. */
  readonly attempt: number
}
/** An event that was taken to be sent. */
export interface EventClaim extends ClaimBase {
  readonly _tag: "EventClaim"
  readonly event: GatedEvent
}
/** A body that was taken to be sent. */
export interface BodyClaim extends ClaimBase {
  readonly _tag: "BodyClaim"
  readonly body: GatedBody
}
/** A row leased to one taker until its lease ends. The only thing a transport accepts. */
export type Claim = EventClaim | BodyClaim
