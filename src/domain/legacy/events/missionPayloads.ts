import { type JsonObject, keepOnly, type LegacyEvent, type Reshaped, withoutGaps } from "./LegacyEvent.js"

/** A number that was written as text, such as `"071"`, as a number; anything else stays. */
const missionNumber = (value: unknown): unknown =>
  typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value

/** A payload with the slug, and the type that its mission's own meta.json says, where it lacks them. */
const inMission = ({ mission, slug }: LegacyEvent, payload: JsonObject, number: unknown): JsonObject => ({
  ...payload,
  ...withoutGaps({
    mission_slug: payload["mission_slug"] ?? slug ?? payload["mission_slug"],
    mission_number: number,
    mission_type: payload["mission_type"] ?? mission?.type ?? payload["mission_type"]
  })
})

const aboutMission: ReadonlySet<string> = new Set(["mission_slug", "mission_number", "mission_type"])

/** MissionCreated and MissionClosed: slug, number and type, and no other field. */
export const missionPayload = (event: LegacyEvent): Reshaped => {
  const { losses, payload } = keepOnly(event.payload, aboutMission)
  const said = missionNumber(payload["mission_number"])
  return { payload: inMission(event, payload, said ?? event.mission?.number ?? said), losses }
}

/**
 * WPCreated, WPAssigned, HistoryAdded, ErrorLogged, DependencyResolved: all that they say, and which mission it is about.
 * A number that is null says that the mission has none.
 */
export const missionScopedPayload = (event: LegacyEvent): Reshaped => {
  const { payload } = event
  const number = payload["mission_number"] === undefined ? event.mission?.number : missionNumber(payload["mission_number"])
  return { payload: inMission(event, payload, number), losses: [] }
}
