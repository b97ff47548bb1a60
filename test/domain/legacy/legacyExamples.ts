/** Payloads as the original tool queued them, beside what contract 3.0.0 takes. */
export interface Example {
  readonly name: string
  readonly legacy: { readonly [key: string]: unknown }
  /** What of the envelope is other than in `around`. */
  readonly becomes: { readonly [key: string]: unknown }
  /** Pointer and value of everything that is lost. */
  readonly dropped: ReadonlyArray<readonly [string, unknown]>
}

/** What the original said of every event after the cutover. */
export const around = {
  event_id: "01KNH2ZK7Q4T9V6W8X0Y1Z2A3B",
  schema_version: "3.0.0",
  build_id: "7d2d3c2f-8b1f-4e66-8b66-1c7090a1d2e3",
  node_id: "0123456789ab",
  lamport_clock: 118,
  causation_id: null,
  timestamp: "2026-04-06T12:40:11.512034+00:00",
  team_slug: "acme",
  project_uuid: "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10",
  project_slug: "billing",
  git_branch: "main",
  head_commit_sha: "9b0d4e1f6c7a8b9c0d1e2f3a4b5c6d7e8f901234",
  repo_slug: "acme/billing"
}

const hash = "b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060"
const otherHash = "0000000000000000000000000000000000000000000000000000000000000000"
const slug = "071-invoice-export"
const namespace = {
  project_uuid: "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10",
  mission_slug: slug,
  target_branch: "main",
  mission_type: "software-dev",
  manifest_version: "1"
}
const mission = { mission_slug: slug, mission_number: 71, mission_type: "software-dev" }

const missions: ReadonlyArray<Example> = [
  {
    name: "MissionCreated",
    legacy: {
      event_type: "MissionCreated",
      aggregate_type: "Mission",
      aggregate_id: slug,
      payload: { mission_slug: slug, mission_number: "071", target_branch: "main", wp_count: 0 }
    },
    becomes: { payload: mission },
    dropped: [["/payload/target_branch", "main"], ["/payload/wp_count", 0]]
  },
  {
    name: "MissionClosed",
    legacy: {
      event_type: "MissionClosed",
      aggregate_type: "Mission",
      aggregate_id: slug,
      payload: { mission_slug: slug, total_wps: 4, completed_at: "2026-04-07T09:00:00+00:00", total_duration: "20h 10m" }
    },
    becomes: { payload: mission },
    dropped: [
      ["/payload/total_wps", 4],
      ["/payload/completed_at", "2026-04-07T09:00:00+00:00"],
      ["/payload/total_duration", "20h 10m"]
    ]
  }
]

const aboutWp = (id: string, event_type: string, payload: { readonly [key: string]: unknown }) =>
  ({ event_type, aggregate_type: "WorkPackage", aggregate_id: id, payload })

const workPackages: ReadonlyArray<Example> = [
  {
    name: "WPStatusChanged",
    legacy: aboutWp("WP03", "WPStatusChanged", {
      wp_id: "WP03", from_lane: "planned", to_lane: "claimed", actor: "ada", mission_slug: slug, policy_metadata: null
    }),
    becomes: {
      aggregate_id: `${slug}/WP03`,
      payload: {
        wp_id: "WP03", from_lane: "planned", to_lane: "claimed", actor: "ada", mission_slug: slug,
        execution_mode: "worktree"
      }
    },
    dropped: [["/payload/policy_metadata", null]]
  },
  {
    name: "WPCreated",
    legacy: aboutWp("WP01", "WPCreated", { wp_id: "WP01", title: "CSV writer", dependencies: [], mission_slug: slug }),
    becomes: {
      aggregate_id: `${slug}/WP01`,
      payload: { wp_id: "WP01", title: "CSV writer", dependencies: [], ...mission }
    },
    dropped: []
  },
  {
    name: "WPAssigned of a composite id",
    legacy: aboutWp(`${slug}/WP01`, "WPAssigned", {
      wp_id: "WP01", agent_id: "codex", phase: "implementation", retry_count: 0
    }),
    becomes: { payload: { wp_id: "WP01", agent_id: "codex", phase: "implementation", retry_count: 0, ...mission } },
    dropped: []
  },
  {
    name: "HistoryAdded of a mission without a number",
    legacy: aboutWp("invoice-01KRC4HN/WP01", "HistoryAdded", {
      wp_id: "WP01", entry_type: "note", entry_content: "Moved to for_review", author: "ada"
    }),
    becomes: {
      payload: {
        wp_id: "WP01", entry_type: "note", entry_content: "Moved to for_review", author: "ada",
        mission_slug: "invoice-01KRC4HN", mission_number: null, mission_type: "research"
      }
    },
    dropped: []
  },
  {
    name: "ErrorLogged of a mission",
    legacy: {
      event_type: "ErrorLogged",
      aggregate_type: "Mission",
      aggregate_id: "error",
      payload: { error_type: "runtime", error_message: "lanes.json missing", mission_slug: slug }
    },
    becomes: {
      aggregate_id: slug,
      payload: { error_type: "runtime", error_message: "lanes.json missing", ...mission }
    },
    dropped: [["/aggregate_id", "error"]]
  },
  {
    name: "DependencyResolved",
    legacy: aboutWp(`${slug}/WP04`, "DependencyResolved", {
      wp_id: "WP04", dependency_wp_id: "WP02", resolution_type: "completed"
    }),
    becomes: { payload: { wp_id: "WP04", dependency_wp_id: "WP02", resolution_type: "completed", ...mission } },
    dropped: []
  }
]

const aboutDossier = (key: string, event_type: string, payload: { readonly [key: string]: unknown }) =>
  ({ event_type, aggregate_type: "MissionDossier", aggregate_id: `${slug}:${key}`, payload: { ...payload, namespace } })

const dossiers: ReadonlyArray<Example> = [
  {
    name: "MissionDossierArtifactIndexed",
    legacy: aboutDossier("input.spec.main", "MissionDossierArtifactIndexed", {
      mission_slug: slug, artifact_key: "input.spec.main", artifact_class: "input", relative_path: "spec.md",
      content_hash_sha256: hash, size_bytes: 6, wp_id: null, step_id: null, required_status: "required"
    }),
    becomes: {
      payload: {
        namespace,
        artifact_id: { mission_type: "software-dev", path: "spec.md", artifact_class: "input" },
        content_ref: { hash, algorithm: "sha256", size_bytes: 6 },
        indexed_at: around.timestamp,
        context_diagnostics: { artifact_key: "input.spec.main", required_status: "required" }
      }
    },
    dropped: [["/payload/wp_id", null], ["/payload/step_id", null]]
  },
  {
    name: "MissionDossierArtifactMissing of class other",
    legacy: aboutDossier("artifact.notes", "MissionDossierArtifactMissing", {
      mission_slug: slug, artifact_key: "artifact.notes", artifact_class: "other", expected_path_pattern: "notes/*.md",
      reason_code: "unreadable", reason_detail: "EIO", blocking: true
    }),
    becomes: {
      payload: {
        namespace,
        expected_identity: { mission_type: "software-dev", path: "notes/*.md", artifact_class: "runtime" },
        manifest_step: "required_always",
        checked_at: around.timestamp,
        context_diagnostics: {
          artifact_key: "artifact.notes", reason_code: "unreadable", reason_detail: "EIO", blocking: "true"
        }
      }
    },
    dropped: [["/payload/artifact_class", "other"]]
  },
  {
    name: "MissionDossierSnapshotComputed",
    legacy: aboutDossier("3f0c1a52-6f6f-4c3a-9d59-8a1c5a1b2c3d", "MissionDossierSnapshotComputed", {
      mission_slug: slug, parity_hash_sha256: hash, completeness_status: "incomplete",
      snapshot_id: "3f0c1a52-6f6f-4c3a-9d59-8a1c5a1b2c3d",
      artifact_counts: {
        total: 17, required: 4, required_present: 3, required_missing: 1, optional: 13, optional_present: 12
      }
    }),
    becomes: {
      payload: {
        namespace,
        snapshot_hash: hash,
        artifact_count: 17,
        anomaly_count: 1,
        computed_at: around.timestamp,
        algorithm: "sha256",
        context_diagnostics: {
          snapshot_id: "3f0c1a52-6f6f-4c3a-9d59-8a1c5a1b2c3d", completeness_status: "incomplete", required: "4",
          required_present: "3", required_missing: "1", optional: "13", optional_present: "12"
        }
      }
    },
    dropped: []
  },
  {
    name: "MissionDossierParityDriftDetected",
    legacy: aboutDossier("drift", "MissionDossierParityDriftDetected", {
      mission_slug: slug, local_parity_hash: hash, baseline_parity_hash: otherHash, missing_in_local: [],
      missing_in_baseline: ["input.spec.main", "artifact.notes"], severity: "warning"
    }),
    becomes: {
      payload: {
        namespace,
        expected_hash: otherHash,
        actual_hash: hash,
        drift_kind: "anomaly_introduced",
        detected_at: around.timestamp,
        context_diagnostics: {
          severity: "warning", missing_in_local: "", missing_in_baseline: "input.spec.main,artifact.notes"
        }
      }
    },
    dropped: []
  }
]

/** One of each type that contract 3.0.0 takes; the mission's own files say number and type. */
export const examples: ReadonlyArray<Example> = [...missions, ...workPackages, ...dossiers]
