import * as Schema from "effect/Schema"

const Count = Schema.NonNegativeInt

/** What a file is for. `purged`: left by a purge that was killed. `other`: nothing of ours has that name. */
export const KeptKind = Schema.Literal(
  "queue", "damaged_queue", "consent", "identity", "mission_event", "lock", "temporary", "purged", "other"
)
export type KeptKind = typeof KeptKind.Type

/** One file, link or empty folder; a link is listed and never followed. */
export const KeptEntry = Schema.Struct({
  /** Absolute. */
  path: Schema.String,
  kind: KeptKind,
  bytes: Count
})
export type KeptEntry = typeof KeptEntry.Type

const Rows = Schema.Struct({ pending: Count, leased: Count, quarantined: Count })

/** What was captured and is not delivered. */
export const Undelivered = Schema.Struct({
  events: Rows,
  bodies: Rows,
  /** Events of missions that were created, on disk beside the queue and not in it yet. */
  owed_events: Count
})
export type Undelivered = typeof Undelivered.Type

/**
 * What a purge leaves where it is. `in_repository`: the project's own files. `shared`: all projects of this user have
 * it. `original_tool`: not ours.
 */
export const NotRemoved = Schema.Struct({
  /** Absolute. */
  path: Schema.String,
  reason: Schema.Literal("in_repository", "shared", "original_tool")
})
export type NotRemoved = typeof NotRemoved.Type

/** `data` of `purge --json` (`purge@1`), for a dry run and for a run. */
export class PurgeReport extends Schema.Class<PurgeReport>("spec-kitty/PurgeReport")({
  dry_run: Schema.Boolean,
  /** False for a dry run, where it was refused, and where there was nothing. */
  removed: Schema.Boolean,
  /** Null where the project has no identity: then nothing is kept under it. */
  project_uuid: Schema.NullOr(Schema.String),
  /** By path. */
  entries: Schema.Array(KeptEntry),
  /** Of all entries. */
  bytes: Count,
  /** Null where the queue can't be read, so that nobody knows. */
  undelivered: Schema.NullOr(Undelivered),
  not_removed: Schema.Array(NotRemoved)
}) {}
