import * as Schema from "effect/Schema"
import type { Lane } from "../mission/Lane.js"

/** The four lanes of a board that knows no more (039; upstream: SyncLaneV1). They are not on the wire: there it is the eight. */
export const SyncLane = Schema.Literal("planned", "doing", "for_review", "done")
export type SyncLane = typeof SyncLane.Type

const collapsed: Readonly<Record<Lane, SyncLane>> = {
  planned: "planned",
  claimed: "planned",
  in_progress: "doing",
  for_review: "for_review",
  in_review: "for_review",
  approved: "done",
  done: "done",
  blocked: "doing",
  canceled: "planned"
}

/** A lane on a board of four (039, as contract 3.0.0 has it). Total: every lane has its place. */
export const syncLane = (lane: Lane): SyncLane => collapsed[lane]
