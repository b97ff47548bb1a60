import * as Schema from "effect/Schema"
import { missionSlug } from "./missionParts.js"
import { StatusEvidence } from "./statusEvidence.js"
import { filled, freeText, optionalOrNull } from "./wireText.js"
import { WireLane } from "./wireLane.js"

/** Lanes that are reached with evidence alone. */
export const evidencedLanes = ["approved", "done"] as const

const fields = Schema.Struct({
  mission_slug: missionSlug,
  wp_id: filled("Work package that moved.", "WP03"),
  from_lane: optionalOrNull(WireLane.annotations({ description: "Lane it left; null for its first.", examples: ["claimed"] })),
  to_lane: WireLane.annotations({ description: "Lane it is in now.", examples: ["in_progress"] }),
  actor: filled("Who moved it.", "claude"),
  force: Schema.optionalWith(
    Schema.Boolean.annotations({ description: "True where the rules of lanes were overridden; absent is false.", examples: [false] }),
    { exact: true }
  ),
  reason: optionalOrNull(freeText("Why; not blank where force is true.", "the reviewer is away")),
  execution_mode: Schema.Literal("worktree", "direct_repo").annotations({
    description: "Where the work is done: a worktree of its own, or the repository itself.",
    examples: ["worktree"]
  }),
  review_ref: optionalOrNull(freeText("The review that sent it back.", "https://example.org/reviews/7")),
  evidence: optionalOrNull(StatusEvidence)
})

const forced = fields.pipe(
  Schema.filter(({ force, reason }) => force !== true || (reason ?? "").trim() !== "" || "must give a reason where force is true", {
    jsonSchema: {
      if: { required: ["force"], properties: { force: { const: true } } },
      then: { required: ["reason"], properties: { reason: { type: "string", pattern: "\\S" } } }
    }
  })
)

/** Payload: a work package moved from lane to lane (contract 3.0.0). No scan can make it again, so every one of them is sent. */
export const WPStatusChanged = forced.pipe(
  Schema.filter(({ evidence, to_lane: lane }) =>
    !evidencedLanes.some((each) => each === lane) || (evidence ?? null) !== null ||
    "must give evidence where to_lane is approved or done", {
    identifier: "WPStatusChanged",
    description: "A work package moved from lane to lane. No other fields are taken.",
    // In a list of its own: beside the rule above it would take that one's place.
    jsonSchema: {
      allOf: [{
        if: { required: ["to_lane"], properties: { to_lane: { enum: [...evidencedLanes] } } },
        then: { required: ["evidence"], properties: { evidence: { type: "object" } } }
      }]
    }
  })
)
export type WPStatusChanged = typeof WPStatusChanged.Type
