import * as Schema from "effect/Schema"
import { Ulid } from "../identity/ids.js"

/**
 * A mission on its way: its directory is whole under a hidden name, and its event is ready to be queued. Once the hidden
 * name is gone the mission is created, and the event is owed; while it is there, it is not.
 */
export class MissionIntent extends Schema.Class<MissionIntent>("spec-kitty/MissionIntent")({
  version: Schema.Literal(1),
  event_id: Ulid,
  /** Absolute path of the hidden directory. */
  hidden_directory: Schema.NonEmptyString,
  /** The event's JSON, as the gate passed it. */
  event_json: Schema.NonEmptyString
}) {}
