import type { ArtifactRef } from "../dossier/Artifact.js"
import type { IndexedArtifact, MissingArtifact, MissionDossier } from "../dossier/MissionDossier.js"
import type { Namespace } from "../identity/Namespace.js"
import type { Instant } from "../text.js"
import type { ArtifactIdentity, NamespaceTuple } from "./dossierParts.js"
import { MissionDossierArtifactIndexed } from "./MissionDossierArtifactIndexed.js"
import { MissionDossierArtifactMissing } from "./MissionDossierArtifactMissing.js"
import { MissionDossierSnapshotComputed } from "./MissionDossierSnapshotComputed.js"

interface Draft<Type extends string, Payload> {
  readonly event_type: Type
  readonly aggregate_type: "MissionDossier"
  /** `<mission_slug>:<artifact_key>`, of a snapshot `<mission_slug>:<snapshot_id>`. */
  readonly aggregate_id: string
  readonly payload: Payload
}

/** An event of one scan before it gets its envelope. */
export type DossierEvent =
  | Draft<"MissionDossierArtifactIndexed", MissionDossierArtifactIndexed>
  | Draft<"MissionDossierArtifactMissing", MissionDossierArtifactMissing>
  | Draft<"MissionDossierSnapshotComputed", MissionDossierSnapshotComputed>

/** The gate judges every payload and reports what it refuses; a constructor would throw and take the whole scan along. */
const unjudged = { disableValidation: true } as const

const tupleOf = (namespace: Namespace): NamespaceTuple => ({
  project_uuid: namespace.project_uuid,
  mission_slug: namespace.mission_slug,
  target_branch: namespace.target_branch,
  mission_type: namespace.mission_type,
  manifest_version: namespace.manifest_version
})

type ArtifactFacts = Pick<ArtifactRef, "relative_path" | "artifact_class" | "wp_id">

const identityOf = (artifact: ArtifactFacts, namespace: Namespace): ArtifactIdentity => ({
  mission_type: namespace.mission_type,
  path: artifact.relative_path,
  artifact_class: artifact.artifact_class,
  ...(artifact.wp_id === null ? {} : { wp_id: artifact.wp_id })
})

/** What git says the mission's files were read at; null for what it does not know. */
export interface Checkout {
  readonly commit: string | null
  readonly branch: string | null
}

const provenanceOf = ({ branch, commit }: Checkout) =>
  commit === null ? {} : { provenance: { git_sha: commit, ...(branch === null ? {} : { git_ref: branch }) } }

/** One scan of one mission, in its namespace. */
export interface Scan {
  readonly dossier: MissionDossier
  readonly namespace: Namespace
  /** The moment of all events of the scan. */
  readonly at: Instant
  readonly checkout: Checkout
}

const indexed = ({ at, checkout, dossier, namespace }: Scan) => (artifact: IndexedArtifact): DossierEvent => ({
  event_type: "MissionDossierArtifactIndexed",
  aggregate_type: "MissionDossier",
  aggregate_id: `${namespace.mission_slug}:${artifact.artifact_key}`,
  payload: new MissionDossierArtifactIndexed({
    namespace: tupleOf(namespace),
    artifact_id: identityOf(artifact, namespace),
    content_ref: { hash: artifact.content_hash_sha256, algorithm: "sha256", size_bytes: artifact.size_bytes },
    indexed_at: at,
    ...provenanceOf(checkout),
    ...(dossier.step === null ? {} : { step_id: dossier.step }),
    context_diagnostics: { artifact_key: artifact.artifact_key, required_status: artifact.required_status }
  }, unjudged)
})

/** A reason without detail has no `reason_detail`: in a map of texts, absent says null. */
const missing = (namespace: Namespace, at: Instant) => (entry: MissingArtifact): DossierEvent => {
  const { artifact, blocking, manifest_step, reason_detail } = entry
  return {
    event_type: "MissionDossierArtifactMissing",
    aggregate_type: "MissionDossier",
    aggregate_id: `${namespace.mission_slug}:${artifact.artifact_key}`,
    payload: new MissionDossierArtifactMissing({
      namespace: tupleOf(namespace),
      expected_identity: identityOf(artifact, namespace),
      manifest_step,
      checked_at: at,
      context_diagnostics: {
        artifact_key: artifact.artifact_key,
        reason_code: artifact.error_reason ?? "not_found",
        ...(reason_detail === null ? {} : { reason_detail }),
        blocking: String(blocking)
      }
    }, unjudged)
  }
}

/** Required at the step and missing, or unreadable: each artifact once. */
const anomalyCount = (dossier: MissionDossier): number => {
  const requiredNow = new Set(
    dossier.missing.filter(({ artifact, manifest_step }) =>
      artifact.required_status === "required" &&
      (dossier.step === null || manifest_step === "required_always" || manifest_step === dossier.step)
    ).map(({ artifact }) => artifact.artifact_key)
  )
  const unreadable = dossier.artifacts.filter(({ artifact_key, error_reason }) =>
    (error_reason === "unreadable" || error_reason === "invalid_format") && !requiredNow.has(artifact_key)
  )
  return dossier.snapshot.required_missing + unreadable.length
}

const snapshotComputed = (dossier: MissionDossier, namespace: Namespace, at: Instant): DossierEvent => {
  const { counts, snapshot } = dossier
  return {
    event_type: "MissionDossierSnapshotComputed",
    aggregate_type: "MissionDossier",
    aggregate_id: `${namespace.mission_slug}:${snapshot.snapshot_id}`,
    payload: new MissionDossierSnapshotComputed({
      namespace: tupleOf(namespace),
      snapshot_hash: snapshot.parity_hash_sha256,
      artifact_count: counts.total,
      anomaly_count: anomalyCount(dossier),
      computed_at: at,
      algorithm: "sha256",
      context_diagnostics: {
        snapshot_id: snapshot.snapshot_id,
        completeness_status: snapshot.completeness_status,
        required: String(counts.required),
        required_present: String(counts.required_present),
        required_missing: String(counts.required_missing),
        optional: String(counts.optional),
        optional_present: String(counts.optional_present),
        canonical_snapshot_hash: snapshot.canonical_snapshot_hash
      }
    }, unjudged)
  }
}

/**
 * The events of one scan (042 FR-006): Indexed for each artifact that is present, Missing for each entry of
 * `dossier.missing`, and one SnapshotComputed, last.
 */
export const dossierEvents = (scan: Scan): ReadonlyArray<DossierEvent> => [
  ...scan.dossier.artifacts.filter(({ is_present }) => is_present).map(indexed(scan)),
  ...scan.dossier.missing.map(missing(scan.namespace, scan.at)),
  snapshotComputed(scan.dossier, scan.namespace, scan.at)
]
