import * as Schema from "effect/Schema"
import { SnapshotFile } from "./SnapshotFile.js"

/** `data` of `dossier snapshot export --json` (`snapshot-export@1`). */
export class SnapshotExport extends Schema.Class<SnapshotExport>("spec-kitty/SnapshotExport")({
  mission_slug: Schema.String,
  parity_hash_sha256: Schema.String,
  total_artifacts: Schema.NonNegativeInt,
  /** Where it was written; null where it is in this answer. */
  file: Schema.NullOr(Schema.String),
  /** Null where it was written to a file. */
  snapshot: Schema.NullOr(SnapshotFile)
}) {}

/** Something in a snapshot's file that can't be. */
export const SnapshotFinding = Schema.Struct({
  /** JSON pointer (RFC 6901): `/artifact_summaries/3/content_hash_sha256`. */
  pointer: Schema.String,
  /** `seal`: it is not what was exported; the others: it does not follow from the rest of the file. */
  rule: Schema.Literal("seal", "order", "artifact", "namespace", "parity_hash", "canonical_hash", "counts", "completeness"),
  message: Schema.NonEmptyString
})
export type SnapshotFinding = typeof SnapshotFinding.Type

/** What is on disk now against what the snapshot says, by mission-relative path. */
export const DiskComparison = Schema.Struct({
  changed: Schema.Array(Schema.String),
  /** In the snapshot, and not on disk, or no longer usable. */
  missing: Schema.Array(Schema.String),
  /** On disk, and not in the snapshot. */
  added: Schema.Array(Schema.String)
})
export type DiskComparison = typeof DiskComparison.Type

/** `data` of `dossier snapshot verify --json` (`snapshot-verify@1`). */
export class SnapshotVerification extends Schema.Class<SnapshotVerification>("spec-kitty/SnapshotVerification")({
  file: Schema.String,
  mission_slug: Schema.String,
  snapshot_id: Schema.String,
  computed_at: Schema.String,
  parity_hash_sha256: Schema.String,
  total_artifacts: Schema.NonNegativeInt,
  /** Empty where the file agrees with itself. */
  findings: Schema.Array(SnapshotFinding),
  /** Null where it was not compared: the mission is not here, or that was not asked for. */
  disk: Schema.NullOr(DiskComparison)
}) {}
