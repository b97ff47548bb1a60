import * as Schema from "effect/Schema"
import { ContentHash } from "../dossier/Artifact.js"
import { KnownNamespace } from "../dossier/ScanReport.js"
import { ArtifactCounts, CompletenessStatus } from "../dossier/MissionDossier.js"
import { Check } from "../health/Check.js"
import { Instant } from "../text.js"
import { UploadOutcome } from "./UploadOutcome.js"

/** Dossier events of one mission in this run; `queued` counts what still waits. */
export const EventTally = Schema.Struct({
  sent: Schema.NonNegativeInt,
  duplicate: Schema.NonNegativeInt,
  rejected: Schema.NonNegativeInt,
  queued: Schema.NonNegativeInt
})
export type EventTally = typeof EventTally.Type

export const SyncedMission = Schema.Struct({
  namespace: KnownNamespace,
  dossier: Schema.Struct({
    parity_hash_sha256: ContentHash,
    completeness_status: CompletenessStatus,
    artifact_counts: ArtifactCounts
  }),
  events: EventTally,
  bodies: Schema.Array(UploadOutcome),
  /** Entries of the mission's directory that are not indexed. */
  skipped_entries: Schema.NonNegativeInt
})
export type SyncedMission = typeof SyncedMission.Type

/** What keeps things from being sent. `offline` where `--offline` asks for it. */
const Obstacle = Schema.Literal("no_server", "denied", "offline", "no_token")

/** What `sync --dry-run` would do, added up. Bytes are UTF-8 bytes of JSON before compression, as they are sent. */
export const SyncPlan = Schema.Struct({
  /** Why nothing of it would be sent by a run now; null where it would. Without a server it would not be queued either. */
  blocked: Schema.NullOr(Obstacle),
  events: Schema.NonNegativeInt,
  event_bytes: Schema.NonNegativeInt,
  bodies: Schema.NonNegativeInt,
  body_bytes: Schema.NonNegativeInt,
  /** Batches of events, and one for each body. A server that asks for smaller batches makes it more. */
  requests: Schema.NonNegativeInt,
  /** Bodies that stay here. */
  skipped: Schema.NonNegativeInt,
  /** Artifacts, and types of events, that the contract gate refused. */
  refused: Schema.NonNegativeInt,
  /** What waits in the queue already: it goes out in the same run, but for what this scan replaces. */
  in_queue: Schema.Struct({ events: Schema.NonNegativeInt, bodies: Schema.NonNegativeInt })
})
export type SyncPlan = typeof SyncPlan.Type

/** `data` of `sync --json` (`sync@1`). */
export class SyncReport extends Schema.Class<SyncReport>("spec-kitty/SyncReport")({
  /** True where nothing was queued, sent or written: every outcome says what a run would do. */
  dry_run: Schema.optionalWith(Schema.Boolean, { default: () => false }),
  /** Null unless `dry_run`. */
  plan: Schema.optionalWith(Schema.NullOr(SyncPlan), { default: () => null }),
  /** Null in a dry run: the checkout gets its id in its first run. */
  build_id: Schema.NullOr(Schema.String),
  server: Schema.NullOr(Schema.String),
  /** `nothing`: there was nothing to deliver, or no server to deliver it to. */
  delivery: Schema.Literal("delivered", "partial", "queued", "nothing"),
  missions: Schema.Array(SyncedMission)
}) {}

/** `data` of `sync status --json` (`sync-status@1`). */
export class SyncStatus extends Schema.Class<SyncStatus>("spec-kitty/SyncStatus")({
  project_uuid: Schema.NullOr(Schema.String),
  server: Schema.NullOr(Schema.String),
  /** Why nothing would be sent now; null where it would. */
  blocked: Schema.NullOr(Schema.Literal("no_server", "denied", "no_token")),
  events: Schema.Record({ key: Schema.String, value: Schema.Int }),
  bodies: Schema.Record({ key: Schema.String, value: Schema.Int }),
  oldest_queued_at: Schema.NullOr(Instant),
  next_attempt_at: Schema.NullOr(Instant),
  /** What the server last said of something that still waits; null where nothing was tried. */
  last_error: Schema.NullOr(Schema.Struct({ reason_code: Schema.String, reason: Schema.String })),
  /** Pending for more than a day: still tried, but worth a look. */
  stalled: Schema.Boolean,
  quarantined: Schema.Array(Schema.Struct({
    /** For `sync queue show`, `retry` and `drop`. */
    id: Schema.Int,
    kind: Schema.Literal("event", "body"),
    mission_slug: Schema.NullOr(Schema.String),
    subject: Schema.String,
    reason_code: Schema.NullOr(Schema.String),
    reason: Schema.NullOr(Schema.String),
    queued_at: Instant
  })),
  /** With `--check`: what the server answered. */
  check: Schema.optional(Check)
}) {}

/** `data` of `sync server --json` (`sync-server@1`). */
export class ServerReport extends Schema.Class<ServerReport>("spec-kitty/ServerReport")({
  project_uuid: Schema.NullOr(Schema.String),
  server: Schema.NullOr(Schema.String),
  change: Schema.Literal("none", "set", "cleared")
}) {}
