import * as Schema from "effect/Schema"

/** The keys of `meta.json` that we read; all others are kept by whoever writes the file. */
export class MissionMeta extends Schema.Class<MissionMeta>("spec-kitty/MissionMeta")({
  mission_slug: Schema.optional(Schema.NullOr(Schema.String)),
  /** An integer, a string of digits, or null in real files. */
  mission_number: Schema.optional(Schema.NullOr(Schema.Union(Schema.Int, Schema.String))),
  mission_type: Schema.optional(Schema.NullOr(Schema.String)),
  target_branch: Schema.optional(Schema.NullOr(Schema.String)),
  mission_id: Schema.optional(Schema.NullOr(Schema.String)),
  friendly_name: Schema.optional(Schema.NullOr(Schema.String))
}) {}
