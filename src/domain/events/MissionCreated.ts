import * as Schema from "effect/Schema"
import { filled } from "./wireText.js"

/** Payload: a mission was created (064 FR-002, contract 3.0.0). No scan can make it again, so every one of them is sent. */
export class MissionCreated extends Schema.Class<MissionCreated>("MissionCreated")({
  mission_slug: filled("Directory name of the mission below kitty-specs/.", "071-invoice-export"),
  mission_number: Schema.Int.pipe(Schema.positive()).annotations({
    description: "Number of the mission; a whole number of at least 1.",
    examples: [71]
  }),
  mission_type: filled("Workflow of the mission.", "software-dev")
}, { description: "A mission was created. No other fields are taken." })
{}
