import * as Schema from "effect/Schema"
import type { Lane } from "../mission/Lane.js"

/** Lanes as the wire has them: the canonical eight of contract 3.0.0. */
export const WireLane = Schema.Literal(
  "planned", "claimed", "in_progress", "for_review", "approved", "done", "blocked", "canceled"
)
export type WireLane = typeof WireLane.Type

/** A lane for the wire. `in_review` is known on this side alone and goes as `for_review`. */
export const wireLane = (lane: Lane): WireLane => lane === "in_review" ? "for_review" : lane

/** True for a change that is one on the wire too: from `for_review` to `in_review` is none there, and is not sent (039). */
export const isWireChange = (from: Lane | null, to: Lane): boolean => from === null || wireLane(from) !== wireLane(to)
