import * as Predicate from "effect/Predicate"
import { type JsonObject, withoutGaps } from "./LegacyEvent.js"

/** What a flat payload is made into a namespaced one from. */
export interface Flat {
  /** Its fields that are not null. */
  readonly fields: JsonObject
  readonly namespace: JsonObject
  /** The envelope's timestamp: the flat forms say no time of their own. */
  readonly timestamp: unknown
}

/** One of the four dossier events as the original tool sent them at first (042). */
export interface FlatForm {
  /** Fields of the namespaced form that no flat one has. */
  readonly namespacedBy: ReadonlyArray<string>
  /** Fields of the flat form that find a place in the namespaced one. */
  readonly carried: ReadonlySet<string>
  readonly reshape: (flat: Flat) => JsonObject
  /** What follows the slug in the aggregate id. */
  readonly key: (fields: JsonObject) => unknown
}

const text = (value: unknown): unknown => {
  if (typeof value === "number" || typeof value === "boolean") return String(value)
  return Array.isArray(value) && value.every(Predicate.isString) ? value.join(",") : value
}

/** A map of texts: numbers in decimal, flags as true or false, lists with commas. */
const diagnostics = (facts: JsonObject): JsonObject | undefined => {
  const said = Object.entries(withoutGaps(facts)).map(([key, value]) => [key, text(value)] as const)
  return said.length === 0 ? undefined : Object.fromEntries(said)
}

/** `other` is no class of the contract: what it named is runtime there. */
export const classNow = (value: unknown): unknown => value === "other" ? "runtime" : value

const identity = ({ fields, namespace }: Flat, path: unknown): JsonObject =>
  withoutGaps({
    mission_type: namespace["mission_type"],
    path,
    artifact_class: classNow(fields["artifact_class"]),
    wp_id: fields["wp_id"]
  })

const indexed: FlatForm = {
  namespacedBy: ["artifact_id", "content_ref"],
  carried: new Set([
    "artifact_key", "artifact_class", "relative_path", "content_hash_sha256", "size_bytes", "wp_id", "step_id",
    "required_status", "indexed_at"
  ]),
  key: ({ artifact_key: key }) => key,
  reshape: (flat) => ({
    artifact_id: identity(flat, flat.fields["relative_path"]),
    content_ref: withoutGaps({
      hash: flat.fields["content_hash_sha256"],
      algorithm: "sha256",
      size_bytes: flat.fields["size_bytes"]
    }),
    indexed_at: flat.fields["indexed_at"] ?? flat.timestamp,
    step_id: flat.fields["step_id"],
    context_diagnostics: diagnostics({
      artifact_key: flat.fields["artifact_key"],
      required_status: flat.fields["required_status"]
    })
  })
}

/** A scan without a step asked only for what is required always, so that is what an event without one is about. */
const missing: FlatForm = {
  namespacedBy: ["expected_identity"],
  carried: new Set([
    "artifact_key", "artifact_class", "expected_path_pattern", "reason_code", "reason_detail", "blocking", "wp_id",
    "step_id", "manifest_step", "checked_at"
  ]),
  key: ({ artifact_key: key }) => key,
  reshape: (flat) => ({
    expected_identity: identity(flat, flat.fields["expected_path_pattern"]),
    manifest_step: flat.fields["manifest_step"] ?? flat.fields["step_id"] ?? "required_always",
    checked_at: flat.fields["checked_at"] ?? flat.timestamp,
    context_diagnostics: diagnostics({
      artifact_key: flat.fields["artifact_key"],
      reason_code: flat.fields["reason_code"],
      reason_detail: flat.fields["reason_detail"],
      blocking: flat.fields["blocking"]
    })
  })
}

/** Fields of `artifact_counts` that find a place; `total` is the count of artifacts. */
export const countsCarried: ReadonlySet<string> = new Set([
  "total", "required", "required_present", "required_missing", "optional", "optional_present"
])

/** Missing and unreadable artifacts are told apart nowhere in the flat form: the anomalies are what it counts as missing. */
const snapshot: FlatForm = {
  namespacedBy: ["snapshot_hash"],
  carried: new Set(["parity_hash_sha256", "artifact_counts", "completeness_status", "snapshot_id", "computed_at"]),
  key: ({ snapshot_id: id }) => id,
  reshape: ({ fields, timestamp }) => {
    const counts = Predicate.isRecord(fields["artifact_counts"]) ? fields["artifact_counts"] : {}
    return {
      snapshot_hash: fields["parity_hash_sha256"],
      artifact_count: counts["total"],
      anomaly_count: counts["required_missing"],
      computed_at: fields["computed_at"] ?? timestamp,
      algorithm: "sha256",
      context_diagnostics: diagnostics({
        snapshot_id: fields["snapshot_id"],
        completeness_status: fields["completeness_status"],
        required: counts["required"],
        required_present: counts["required_present"],
        required_missing: counts["required_missing"],
        optional: counts["optional"],
        optional_present: counts["optional_present"]
      })
    }
  }
}

/** The flat form does not say what kind of difference it is; later versions of the original call it an anomaly. */
const drift: FlatForm = {
  namespacedBy: ["expected_hash", "actual_hash"],
  carried: new Set([
    "local_parity_hash", "baseline_parity_hash", "missing_in_local", "missing_in_baseline", "severity", "drift_kind",
    "detected_at"
  ]),
  key: () => "drift",
  reshape: ({ fields, timestamp }) => ({
    expected_hash: fields["baseline_parity_hash"],
    actual_hash: fields["local_parity_hash"],
    drift_kind: fields["drift_kind"] ?? "anomaly_introduced",
    detected_at: fields["detected_at"] ?? timestamp,
    context_diagnostics: diagnostics({
      severity: fields["severity"],
      missing_in_local: fields["missing_in_local"],
      missing_in_baseline: fields["missing_in_baseline"]
    })
  })
}

/** The four flat forms by event type. */
export const flatForms: ReadonlyMap<unknown, FlatForm> = new Map([
  ["MissionDossierArtifactIndexed", indexed],
  ["MissionDossierArtifactMissing", missing],
  ["MissionDossierSnapshotComputed", snapshot],
  ["MissionDossierParityDriftDetected", drift]
])
