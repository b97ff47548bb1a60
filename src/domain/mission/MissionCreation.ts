import * as Schema from "effect/Schema"

/** `data` of `agent mission create --json` (`mission-create@1`): the mission that was created. */
export class MissionCreation extends Schema.Class<MissionCreation>("spec-kitty/MissionCreation")({
  /** Directory name: number and slug. */
  mission_slug: Schema.String,
  mission_number: Schema.Int,
  mission_type: Schema.String,
  friendly_name: Schema.String,
  target_branch: Schema.String,
  /** The mission's directory, relative to the project's root. */
  path: Schema.String,
  /** Files that were made, relative to `path`. */
  files: Schema.Array(Schema.String),
  /** Of its MissionCreated event. */
  event_id: Schema.String,
  /** The event is in the project's queue. False: it is kept beside it, and the next sync queues it. */
  queued: Schema.Boolean
}) {}
