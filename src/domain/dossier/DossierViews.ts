import * as Schema from "effect/Schema"
import { ContentHash } from "./Artifact.js"
import { ArtifactListing, ArtifactSort, ListedArtifact } from "./listArtifacts.js"
import { ArtifactCounts, CompletenessStatus } from "./MissionDossier.js"

/** `data` of `dossier list --json` (`dossier-list@1`). */
export class DossierList extends Schema.Class<DossierList>("spec-kitty/DossierList")({
  missions: Schema.Array(Schema.Struct({
    mission_slug: Schema.String,
    step: Schema.NullOr(Schema.String),
    completeness_status: CompletenessStatus,
    artifact_counts: ArtifactCounts,
    /** Entries of its directory that are not indexed. */
    skipped_entries: Schema.NonNegativeInt
  })),
  sort: ArtifactSort,
  ...ArtifactListing.fields
}) {}

/** The text of an artifact, from one read: the hash is of the bytes that were read, whatever the scan saw before. */
export const ArtifactContent = Schema.Struct({
  text: Schema.String,
  content_hash_sha256: ContentHash,
  size_bytes: Schema.NonNegativeInt,
  /** Bytes of `text`; fewer than `size_bytes` where it was cut. */
  shown_bytes: Schema.NonNegativeInt,
  is_truncated: Schema.Boolean
})
export type ArtifactContent = typeof ArtifactContent.Type

/** `data` of `dossier show --json` (`dossier-show@1`). */
export class ShownArtifact extends Schema.Class<ShownArtifact>("spec-kitty/ShownArtifact")({
  artifact: ListedArtifact,
  /** Null where it was not asked for. */
  content: Schema.NullOr(ArtifactContent)
}) {}
