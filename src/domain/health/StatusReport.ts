import * as Schema from "effect/Schema"
import { Check } from "./Check.js"
import { SyncStatus } from "../sync/SyncReport.js"
import { Instant } from "../text.js"
import { Forecast } from "../dossier/forecast.js"
import { ArtifactCounts, CompletenessStatus } from "../dossier/MissionDossier.js"
import { KnownNamespace } from "../dossier/ScanReport.js"

/** One mission of `status --json`. */
export const MissionStatus = Schema.Struct({
  namespace: KnownNamespace,
  /** Null where the mission type has no state machine. */
  step: Schema.NullOr(Schema.String),
  completeness_status: CompletenessStatus,
  artifact_counts: ArtifactCounts,
  /** What is required at the step and absent or unusable, with whether its absence makes the mission incomplete. */
  missing: Schema.Array(Schema.Struct({ path: Schema.String, blocking: Schema.Boolean, reason: Schema.String })),
  /** What it takes to leave the step; null where the mission type has no state machine. */
  forecast: Schema.NullOr(Forecast),
  /** When a receiver last acknowledged anything of it; null where none did, or the queue can't be read. */
  last_receipt_at: Schema.NullOr(Instant)
})
export type MissionStatus = typeof MissionStatus.Type

/** `data` of `status --json` (`status@1`). */
export class StatusReport extends Schema.Class<StatusReport>("spec-kitty/StatusReport")({
  project: Schema.Struct({ root: Schema.String, project_uuid: Schema.NullOr(Schema.String) }),
  /** The incomplete first, then by slug. */
  missions: Schema.Array(MissionStatus),
  /** What `sync status` says; null where the queue can't be read. */
  sync: Schema.NullOr(SyncStatus),
  /** Queue, server, token and receipts, each with its evidence, by the checks of `doctor`. */
  checks: Schema.Array(Check)
}) {}
