import type { NewMissionMeta } from "../mission/NewMissionMeta.js"
import type { EventDraft } from "./envelopeOf.js"
import { MissionCreated } from "./MissionCreated.js"

/** The event of a mission that is being created. The gate judges it, as any other. */
export const missionCreated = ({ mission_number, mission_slug, mission_type }: NewMissionMeta): EventDraft => ({
  event_type: "MissionCreated",
  aggregate_type: "Mission",
  aggregate_id: mission_slug,
  payload: new MissionCreated({ mission_slug, mission_number, mission_type }, { disableValidation: true })
})
