import * as Schema from "effect/Schema"
import { missionNumber, missionSlug, missionType } from "./missionParts.js"

/** Payload: a mission was created (064 FR-002, contract 3.0.0). No scan can make it again, so every one of them is sent. */
export class MissionCreated extends Schema.Class<MissionCreated>("MissionCreated")({
  mission_slug: missionSlug,
  mission_number: missionNumber,
  mission_type: missionType
}, { description: "A mission was created. No other fields are taken." })
{}
