import * as Predicate from "effect/Predicate"
import type { MissionForEvents } from "../upgrade/MissionForEvents.js"

/** An integer of at least 1, also as a text of digits. */
const numberOf = (value: unknown): number | null => {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 1 ? number : null
}

/** What the mission's files give, from its `meta.json` as it is to be; anything but an object gives nothing. */
export const missionForEvents = (slug: string, meta: unknown, directRepoEvents: ReadonlySet<string>): MissionForEvents => {
  const type = Predicate.isRecord(meta) ? meta["mission_type"] : null
  return {
    slug,
    number: Predicate.isRecord(meta) ? numberOf(meta["mission_number"]) : null,
    type: typeof type === "string" && type.trim() !== "" ? type : null,
    directRepoEvents
  }
}
