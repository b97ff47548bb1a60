import * as Schema from "effect/Schema"
import { EventEnvelope } from "../events/EventEnvelope.js"
import { maxBatchEvents } from "../receiver/limits.js"

/** Body of `POST /api/v1/events/batch/`, gzip (039 T030.1). */
export const BatchRequest = Schema.Struct({
  events: Schema.Array(EventEnvelope).pipe(Schema.minItems(1), Schema.maxItems(maxBatchEvents)).annotations({
    description: "The events in the order of the sender's queue, which is the order of their Lamport clocks."
  })
}).annotations({ identifier: "BatchRequest", description: "Events that are taken or refused together." })

/** What became of one event. */
export const BatchResult = Schema.Struct({
  event_id: Schema.String.annotations({ description: "The event that is spoken of.", examples: ["01KNH2ZK7Q4T9V6W8X0Y1Z2A3B"] }),
  status: Schema.Literal("success", "duplicate", "rejected").annotations({
    description: "success: stored. duplicate: stored before. rejected: not stored, for good.",
    examples: ["success"]
  }),
  error_message: Schema.optionalWith(
    Schema.String.annotations({ description: "Why it was rejected.", examples: ["Unknown project for team acme"] }),
    { exact: true }
  )
}).annotations({ identifier: "BatchResult", description: "What became of one event of the batch." })

/** 200: one result per event, matched by `event_id`, never by place. */
export const BatchResults = Schema.Struct({
  results: Schema.Array(BatchResult).annotations({ description: "One result per event, in any order." })
}).annotations({ identifier: "BatchResults", description: "The batch was taken; each event has its own result." })

/** 400: which events are at fault. Nothing of the batch was stored. */
export const BatchInvalid = Schema.Struct({
  error: Schema.String.annotations({ description: "What is wrong, in a sentence.", examples: ["Batch validation failed"] }),
  details: Schema.Array(Schema.Struct({
    event_id: Schema.String.annotations({
      description: "The event that is at fault; unknown where it has no readable id.",
      examples: ["01KNH2ZK7Q4T9V6W8X0Y1Z2A3D"]
    }),
    error: Schema.String.annotations({
      description: "JSON pointers and rules; never the refused value.",
      examples: ["/lamport_clock must be at least 0"]
    })
  })).annotations({ description: "One entry per event that is at fault; empty where the request as a whole is." })
}).annotations({ identifier: "BatchInvalid", description: "Nothing of the batch was stored." })
