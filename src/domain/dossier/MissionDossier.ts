import * as Schema from "effect/Schema"
import { ManifestVersion, MissionSlug, MissionType } from "../identity/Namespace.js"
import { placeFields } from "../Place.js"
import { Instant } from "../text.js"
import { type ArtifactPath, ArtifactRef, ContentHash } from "./Artifact.js"
import { UploadDecision } from "./UploadDecision.js"

/** An entry of the mission directory that is not indexed, and why (042: no silent omission). */
export class SkippedEntry extends Schema.Class<SkippedEntry>("spec-kitty/SkippedEntry")({
  /** Mission-relative; a name that is not UTF-8 is shown with `\xHH` escapes. */
  path: Schema.String,
  reason: Schema.Literal("hidden", "symlink", "not_regular", "unsupported_name", "unreadable_directory"),
  detail: Schema.NullOr(Schema.String)
}) {}

/** Something a person should know that stops nothing. */
export class Anomaly extends Schema.Class<Anomaly>("spec-kitty/Anomaly")({
  code: Schema.Literal(
    "unclassified", "branch_mismatch", "slug_mismatch", "name_collision", "hard_link", "frontmatter_invalid",
    "log_line_invalid", "line_endings", "namespace_incomplete", "unreadable", "invalid_format"
  ),
  /** The artifact's path or the file's name. */
  target: Schema.String,
  message: Schema.String,
  ...placeFields
}) {}

/** Six numbers of a snapshot; `required_*` counts what is required at the step, `optional` is the rest (042). */
export const ArtifactCounts = Schema.Struct({
  total: Schema.NonNegativeInt,
  required: Schema.NonNegativeInt,
  required_present: Schema.NonNegativeInt,
  required_missing: Schema.NonNegativeInt,
  optional: Schema.NonNegativeInt,
  optional_present: Schema.NonNegativeInt
})
export type ArtifactCounts = typeof ArtifactCounts.Type

/** `unknown` only without a manifest (042 C17). */
export const CompletenessStatus = Schema.Literal("complete", "incomplete", "unknown")
export type CompletenessStatus = typeof CompletenessStatus.Type

/** `sha256:` + 64 hex: the path-aware hash that the receiver computes. */
export const CanonicalSnapshotHash = Schema.String.pipe(Schema.pattern(/^sha256:[0-9a-f]{64}$/))

/** Point-in-time projection of a dossier; re-verifiable from its file alone (042 MissionDossierSnapshot). */
export class Snapshot extends Schema.Class<Snapshot>("spec-kitty/Snapshot")({
  mission_slug: MissionSlug,
  snapshot_id: Schema.String,
  total_artifacts: Schema.NonNegativeInt,
  required_artifacts: Schema.NonNegativeInt,
  required_present: Schema.NonNegativeInt,
  required_missing: Schema.NonNegativeInt,
  optional_artifacts: Schema.NonNegativeInt,
  optional_present: Schema.NonNegativeInt,
  completeness_status: CompletenessStatus,
  parity_hash_sha256: ContentHash,
  parity_hash_components: Schema.Array(ContentHash),
  canonical_snapshot_hash: CanonicalSnapshotHash,
  artifact_summaries: Schema.Array(ArtifactRef),
  computed_at: Instant
}) {}

/** An artifact with the answer to "would its body be uploaded?". */
export const IndexedArtifact = Schema.Struct({ ...ArtifactRef.fields, upload: UploadDecision })
export type IndexedArtifact = typeof IndexedArtifact.Type

/** A required artifact that is absent, or a text artifact that can't be used: becomes a Missing event. */
export const MissingArtifact = Schema.Struct({
  artifact: ArtifactRef,
  reason_detail: Schema.NullOr(Schema.String),
  /** True where its absence blocks the current step. */
  blocking: Schema.Boolean,
  /** `required_always` or the step that asks for it; `optional` for a text artifact nothing asks for. */
  manifest_step: Schema.NonEmptyString
})
export type MissingArtifact = typeof MissingArtifact.Type

/** Everything one scan of a mission found. Serialisable; bodies travel beside it in `MissionScan`. */
export class MissionDossier extends Schema.Class<MissionDossier>("spec-kitty/MissionDossier")({
  mission_slug: MissionSlug,
  mission_type: Schema.NullOr(MissionType),
  /** Stable for one mission run: meta.json's `mission_id` where it has one, else the slug (042). */
  mission_run_id: Schema.String,
  /** Null where the mission type has no manifest; the wire then says "1". */
  manifest_version: Schema.NullOr(ManifestVersion),
  /** The step that completeness was judged at; null where the type has no state machine. */
  step: Schema.NullOr(Schema.String),
  /** Every file, by path; then what is required at the step and absent (`not_found`, its pattern as path). */
  artifacts: Schema.Array(IndexedArtifact),
  missing: Schema.Array(MissingArtifact),
  /** What only later steps ask for and nobody has made yet (`not_produced_yet`): counted nowhere. */
  upcoming: Schema.Array(ArtifactRef),
  skipped: Schema.Array(SkippedEntry),
  anomalies: Schema.Array(Anomaly),
  snapshot: Snapshot
}) {
  get counts(): ArtifactCounts {
    const { snapshot } = this
    return {
      total: snapshot.total_artifacts,
      required: snapshot.required_artifacts,
      required_present: snapshot.required_present,
      required_missing: snapshot.required_missing,
      optional: snapshot.optional_artifacts,
      optional_present: snapshot.optional_present
    }
  }
}

/** One scan: the dossier, and the text of every artifact whose decision is "upload" (one read gave hash and text). */
export interface MissionScan {
  readonly dossier: MissionDossier
  /** Empty when the scan was asked to keep no bodies. */
  readonly bodies: ReadonlyMap<ArtifactPath, string>
}
