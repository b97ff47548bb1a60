import * as Data from "effect/Data"
import { maxBatchEvents } from "./limits.js"
import { reply, type Reply } from "./Reply.js"

/** What became of one event of an accepted batch. Results come in the order of the batch. */
export interface EventResult {
  readonly event_id: string
  /** `duplicate`: stored before, counted again. `rejected`: the id already belongs to another event. */
  readonly status: "success" | "duplicate" | "rejected"
  /** Only with `rejected`. */
  readonly error_message?: string
}

/** Why one event made its whole batch fail. Names places and rules, never the refused value. */
export interface InvalidEvent {
  /** `unknown` where the event has no id that can be read. */
  readonly event_id: string
  /** `/lamport_clock must be at least 0; …`: RFC 6901 pointers and rules. */
  readonly error: string
}

/**
 * The receiver's answer to a batch of events. Only `Processed` stored anything.
 * `Refused` is an answer that a test asked for.
 */
export type BatchAnswer = Data.TaggedEnum<{
  Processed: { readonly results: ReadonlyArray<EventResult> }
  NoEvents: {}
  TooManyEvents: { readonly count: number }
  Invalid: { readonly details: ReadonlyArray<InvalidEvent> }
  Refused: { readonly reply: Reply }
}>
export const BatchAnswer = Data.taggedEnum<BatchAnswer>()

/** The answer on the wire. */
export const batchReply: (answer: BatchAnswer) => Reply = BatchAnswer.$match({
  Processed: ({ results }) => reply(200, { results }),
  NoEvents: () => reply(400, { error: "No events provided", details: [] }),
  TooManyEvents: ({ count }) =>
    reply(413, { error: "batch_too_large", detail: `${count} events; the limit is ${maxBatchEvents}` }),
  Invalid: ({ details }) => reply(400, { error: "Batch validation failed. Nothing was stored.", details }),
  Refused: ({ reply }) => reply
})
