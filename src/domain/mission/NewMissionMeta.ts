import * as Schema from "effect/Schema"
import { MissionSlug, MissionType, TargetBranch } from "../identity/Namespace.js"
import { Instant, NonBlank } from "../text.js"

/** `meta.json` of a mission that is created now: these seven keys and no other (064 FR-019), sorted as they are written. */
export class NewMissionMeta extends Schema.Class<NewMissionMeta>("spec-kitty/NewMissionMeta")({
  created_at: Instant,
  /** The mission's name for people. */
  friendly_name: NonBlank,
  mission_number: Schema.Int.pipe(Schema.positive()),
  /** Directory name: number and slug. */
  mission_slug: MissionSlug,
  mission_type: MissionType,
  /** The same as `mission_slug`. */
  slug: MissionSlug,
  target_branch: TargetBranch
}) {}

/** As the original writes it: keys sorted, indented by two, characters beyond ASCII as they are, a line end behind it. */
export const metaText = (meta: NewMissionMeta): string => `${JSON.stringify({ ...meta }, Object.keys({ ...meta }).sort(), 2)}\n`
