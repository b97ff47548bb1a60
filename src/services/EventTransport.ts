import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { EventClaim } from "../domain/sync/Claim.js"
import type { BatchFailure, TargetFault, Unavailable } from "../domain/sync/transportErrors.js"
import type { ServerUrl } from "../domain/sync/ServerTarget.js"

/** The server's word on one event, matched by `event_id`, never by position. */
export type EventResult =
  | { readonly _tag: "Accepted"; readonly status: "success" | "duplicate" }
  | { readonly _tag: "Refused"; readonly reason: string; readonly category: string }
  /** `pending`, `queued`, an unknown status, or absent from the answer: try again later. */
  | { readonly _tag: "Undecided"; readonly reason: string }

/** Sends events in batches. Takes only what was claimed, so only what the gate let through. */
export class EventTransport extends Context.Tag("spec-kitty/EventTransport")<EventTransport, {
  /**
   * One POST of one gzip batch. Returns a result for every claim, keyed by `event_id`.
   * `BatchFailure` asks the caller to split (413, or a 400 without details); `Unavailable` to try later;
   * `TargetFault` halts the pass.
   */
  readonly send: (
    server: ServerUrl,
    batch: ReadonlyArray<EventClaim>
  ) => Effect.Effect<ReadonlyMap<string, EventResult>, BatchFailure | Unavailable | TargetFault>
}>() {}
