import * as Schema from "effect/Schema"
import { ArtifactRef, ContentHash } from "./Artifact.js"
import {
  Anomaly, ArtifactCounts, CanonicalSnapshotHash, CompletenessStatus, IndexedArtifact, MissingArtifact, SkippedEntry
} from "./MissionDossier.js"

/** The five-field tuple as far as it is known: a null field keeps the mission from being synced. */
export const KnownNamespace = Schema.Struct({
  /** Null where the project has no identity yet. */
  project_uuid: Schema.NullOr(Schema.String),
  mission_slug: Schema.String,
  target_branch: Schema.NullOr(Schema.String),
  mission_type: Schema.NullOr(Schema.String),
  manifest_version: Schema.String
})
export type KnownNamespace = typeof KnownNamespace.Type

/** One mission of `dossier scan --json`. */
export const ScannedMission = Schema.Struct({
  mission_slug: Schema.String,
  mission_type: Schema.NullOr(Schema.String),
  namespace: KnownNamespace,
  step: Schema.NullOr(Schema.String),
  parity_hash_sha256: ContentHash,
  canonical_snapshot_hash: CanonicalSnapshotHash,
  completeness_status: CompletenessStatus,
  artifact_counts: ArtifactCounts,
  artifacts: Schema.Array(IndexedArtifact),
  missing: Schema.Array(MissingArtifact),
  /** What only later steps ask for and nobody has made yet: not part of the counts. */
  upcoming: Schema.Array(ArtifactRef),
  skipped: Schema.Array(SkippedEntry),
  anomalies: Schema.Array(Anomaly)
})
export type ScannedMission = typeof ScannedMission.Type

/** `data` of `dossier scan --json` (`dossier-scan@1`). */
export class ScanReport extends Schema.Class<ScanReport>("spec-kitty/ScanReport")({
  missions: Schema.Array(ScannedMission),
  /** Whether the dossier events of this scan were queued, and if not, why. */
  events: Schema.Literal("queued", "not_queued_no_server", "not_queued_no_identity", "not_emitted")
}) {}
