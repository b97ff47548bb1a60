import * as Schema from "effect/Schema"

const line = { type: Schema.Literal("progress") }

/** How far a count of pieces has come, and for how long it goes on at the pace so far; null where that is not known. */
const counted = {
  done: Schema.NonNegativeInt,
  total: Schema.NonNegativeInt,
  eta_ms: Schema.NullOr(Schema.NonNegativeInt)
}

/** Where long work stands, as one line of `--format ndjson`. For people watching; never the record of what happened. */
export const ProgressLine = Schema.Union(
  Schema.Struct({ ...line, phase: Schema.Literal("scanning"), ...counted, mission_slug: Schema.String }),
  Schema.Struct({
    ...line,
    phase: Schema.Literal("sending_events", "sending_bodies"),
    ...counted,
    /** Sent so far in this phase: UTF-8 bytes of JSON. */
    bytes: Schema.NonNegativeInt
  }),
  /** Queued items that are validated. */
  Schema.Struct({ ...line, phase: Schema.Literal("judging"), ...counted }),
  /** Files that an upgrade writes, or a rollback puts back; `path` is relative to the project's root. */
  Schema.Struct({ ...line, phase: Schema.Literal("rewriting"), ...counted, path: Schema.String }),
  Schema.Struct({
    ...line,
    phase: Schema.Literal("waiting"),
    /** Until the next try. */
    wait_ms: Schema.NonNegativeInt,
    undelivered: Schema.NonNegativeInt
  })
)
export type ProgressLine = typeof ProgressLine.Type
