import * as Schema from "effect/Schema"

/** Lanes of a work package: the eight of the wire and the local `in_review`. */
export const Lane = Schema.Literal(
  "planned", "claimed", "in_progress", "for_review", "in_review", "approved", "done", "blocked", "canceled"
)
export type Lane = typeof Lane.Type
