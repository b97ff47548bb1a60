import { metaJson } from "../../fixtures/project.js"

/** One file as the original tool wrote it, in the one mission of a project. */
export interface Shape {
  readonly file: string
  readonly content: string
  readonly field: string
}

export const mission = "001-old"
export const inMission = (name: string) => `kitty-specs/${mission}/${name}`
const line = (fields: Record<string, unknown>) =>
  `${JSON.stringify({ event_id: "01KB0000000000000000000001", wp_id: "WP01", from_lane: "planned", to_lane: "claimed", ...fields })}\n`

export const missionShapes: ReadonlyArray<Shape> = [
  ...["feature_slug", "feature_number", "feature_type", "mission_key"].map((field): Shape =>
    ({ file: inMission("meta.json"), content: metaJson(mission, { [field]: "x" }), field })),
  { file: inMission("meta.json"), content: JSON.stringify({ slug: mission, mission: "software-dev" }), field: "mission" },
  { file: inMission("status.events.jsonl"), content: line({}) + line({ feature_slug: mission }), field: "feature_slug" },
  { file: inMission("status.events.jsonl"), content: line({ mission_key: mission }), field: "mission_key" },
  { file: inMission("status.json"), content: JSON.stringify({ feature_slug: mission, work_packages: {} }), field: "feature_slug" },
  { file: inMission("lanes.json"), content: JSON.stringify({ feature_slug: mission, lanes: [] }), field: "feature_slug" },
  { file: `.kittify/dossiers/${mission}/snapshot-latest.json`, content: JSON.stringify({ feature_slug: mission }), field: "feature_slug" }
]
export const configShapes: ReadonlyArray<Shape> = [
  { file: ".kittify/config.yaml", content: "project:\n  feature_slug: old\n", field: "feature_slug" },
  { file: ".kittify/config.yaml", content: "mission_key: software-dev\n", field: "mission_key" }
]
