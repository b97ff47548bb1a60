import * as Schema from "effect/Schema"
import { missionNumber, missionSlug, missionType } from "./missionParts.js"

/** Payload: a mission was closed (064 FR-002, contract 3.0.0). One of a mission without a number is not sent. */
export class MissionClosed extends Schema.Class<MissionClosed>("MissionClosed")({
  mission_slug: missionSlug,
  mission_number: missionNumber,
  mission_type: missionType
}, { description: "A mission was closed. No other fields are taken." })
{}
