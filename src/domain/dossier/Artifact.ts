import * as Schema from "effect/Schema"
import { Instant } from "../text.js"

/** One segment of a path: not empty, not `.`, not `..`. */
const segment = "(?:[^./\\\\\\u0000]|\\.[^./\\\\\\u0000]|\\.\\.[^/\\\\\\u0000])[^/\\\\\\u0000]*"

/** Path relative to the mission directory: `/` separators, no leading `/`, no `..`, no backslash (047 FR-003). */
export const ArtifactPath = Schema.NonEmptyString.pipe(
  Schema.filter(
    (path) =>
      (!path.startsWith("/") && !path.includes("\\") && !path.includes("\u0000") &&
        path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..")) ||
      "must be a relative path inside the mission, with / between segments",
    {
      identifier: "ArtifactPath",
      description: "mission-relative path with / separators",
      jsonSchema: { pattern: `^${segment}(?:/${segment})*$` }
    }
  ),
  Schema.brand("ArtifactPath")
)
export type ArtifactPath = typeof ArtifactPath.Type

/** SHA-256 of a file's bytes: 64 lower-case hex characters, no prefix. */
export const ContentHash = Schema.String.pipe(
  Schema.pattern(/^[0-9a-f]{64}$/, {
    identifier: "ContentHash",
    description: "64 lower-case hex characters",
    // The length beside the pattern: to Python, `$` also matches before a line feed that ends the text.
    jsonSchema: { pattern: "^[0-9a-f]{64}$", minLength: 64, maxLength: 64 }
  }),
  Schema.brand("ContentHash")
)
export type ContentHash = typeof ContentHash.Type

/** Unique within a mission, a function of the path alone: `input.spec.main`, `artifact.tasks.WP01-alpha.md`. */
export const ArtifactKey = Schema.String.pipe(
  Schema.pattern(/^[a-zA-Z0-9._-]+$/, { identifier: "ArtifactKey", description: "letters, digits, dot, _ and -" }),
  Schema.brand("ArtifactKey")
)
export type ArtifactKey = typeof ArtifactKey.Type

/** What an artifact is to its mission (042): one of six. */
export const ArtifactClass = Schema.Literal("input", "workflow", "output", "evidence", "policy", "runtime")
export type ArtifactClass = typeof ArtifactClass.Type

/** Why an artifact is not present. `not_produced_yet`: required at a later step, not at this one. */
export const MissingReason = Schema.Literal(
  "not_found", "not_produced_yet", "unreadable", "invalid_format", "deleted_after_scan"
)
export type MissingReason = typeof MissingReason.Type

/** Where a file came from (042): always optional. */
export class Provenance extends Schema.Class<Provenance>("spec-kitty/Provenance")({
  source_kind: Schema.Literal("git", "runtime", "generated", "manual"),
  actor_id: Schema.NullOr(Schema.String),
  captured_at: Schema.NullOr(Schema.String)
}) {}

/** One file of a mission as it was when indexed, or a required one that is not there (042 ArtifactRef, 12 fields). */
export class ArtifactRef extends Schema.Class<ArtifactRef>("spec-kitty/ArtifactRef")({
  artifact_key: ArtifactKey,
  artifact_class: ArtifactClass,
  /** The path; for a required artifact that is absent, the manifest's pattern. */
  relative_path: Schema.NonEmptyString,
  /** SHA-256 of the bytes; empty while `is_present` is false. */
  content_hash_sha256: Schema.Union(ContentHash, Schema.Literal("")),
  size_bytes: Schema.NonNegativeInt,
  wp_id: Schema.NullOr(Schema.String),
  step_id: Schema.NullOr(Schema.String),
  required_status: Schema.Literal("required", "optional"),
  provenance: Schema.NullOr(Provenance),
  is_present: Schema.Boolean,
  error_reason: Schema.NullOr(MissingReason),
  indexed_at: Instant
}) {}
