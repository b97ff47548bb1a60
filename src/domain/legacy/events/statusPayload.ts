import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import {
  isSaid, type JsonObject, keepOnly, type LegacyEvent, type Loss, type Reshaped, type Untranslatable, withoutGaps
} from "./LegacyEvent.js"

const fields: ReadonlySet<string> = new Set([
  "mission_slug", "wp_id", "from_lane", "to_lane", "actor", "force", "reason", "execution_mode", "review_ref", "evidence"
])

const wireLane = (lane: unknown): unknown => lane === "doing" ? "in_progress" : lane === "in_review" ? "for_review" : lane

/** The tool that acted, which is what an actor in text form names; `unknown` is said only where nothing else is. */
const actorText = (actor: unknown): unknown => {
  if (!Predicate.isRecord(actor)) return actor
  const parts = [actor["tool"], actor["profile"], actor["role"], actor["model"]].filter(isSaid)
  return parts.find((part) => part !== "unknown") ?? parts[0] ?? actor
}

const vanishes = (from: unknown, to: unknown): Untranslatable => ({
  reasonCode: "lane_change_vanishes",
  reason: `The change from ${String(from)} to ${String(to)} is none on the wire, where both are ${String(wireLane(to))}.`
})

/** What the wire has no word for: `in_review` and the parts of an actor. `doing` is only another word for `in_progress`. */
const coarser = (before: JsonObject, after: JsonObject): ReadonlyArray<Loss> =>
  ["from_lane", "to_lane", "actor"]
    .filter((key) => before[key] !== after[key] && before[key] !== "doing")
    .map((key) => ({ at: [key], value: before[key] }))

/**
 * WPStatusChanged: the ten fields of the contract. Its mode is what the mission's log says of this event, else worktree.
 * A change between two lanes that are one on the wire is none (039).
 */
export const statusPayload = (event: LegacyEvent): Either.Either<Reshaped, Untranslatable> => {
  const { losses, payload } = keepOnly(event.payload, fields)
  const { from_lane: from, to_lane: to } = payload
  if (from !== to && isSaid(to) && wireLane(from) === wireLane(to)) return Either.left(vanishes(from, to))
  const id = event.envelope["event_id"]
  const direct = typeof id === "string" && event.mission?.directRepoEvents.has(id) === true
  const translated = {
    ...payload,
    ...withoutGaps({
      mission_slug: payload["mission_slug"] ?? event.slug ?? payload["mission_slug"],
      from_lane: wireLane(from),
      to_lane: wireLane(to),
      actor: actorText(payload["actor"]),
      execution_mode: payload["execution_mode"] ?? (direct ? "direct_repo" : "worktree")
    })
  }
  return Either.right({ payload: translated, losses: [...losses, ...coarser(payload, translated)] })
}
