import * as Schema from "effect/Schema"
import { ScanReport } from "../../../../src/domain/dossier/ScanReport.js"
import { ServerReport, SyncReport, SyncStatus } from "../../../../src/domain/sync/SyncReport.js"

/** 2026-11-20T20:14:03Z */
export const nowMs = Date.UTC(2026, 10, 20, 20, 14, 3)
const hash = "9f3c1e0b".repeat(8)
const slug = "047-namespace-aware-artifact-body-sync"
const namespace = {
  project_uuid: "550e8400-e29b-41d4-a716-446655440000",
  mission_slug: slug,
  target_branch: "main",
  mission_type: "software-dev",
  manifest_version: "1"
}
const counts = { total: 14, required: 3, required_present: 3, required_missing: 0, optional: 11, optional_present: 11 }
export const body = (artifact_path: string, outcome: string, more: object = {}) => ({
  artifact_path,
  outcome,
  reason_code: null,
  reason: "the receiver stored it",
  content_hash: hash,
  retry_count: 0,
  next_attempt_at: null,
  acknowledged_at: null,
  ...more
})
export const bodies = [
  body("spec.md", "uploaded"),
  body("plan.md", "already_exists"),
  body("tasks/WP07.md", "queued", {
    reason_code: "index_entry_not_found",
    reason: "the server has not indexed it yet",
    next_attempt_at: "2026-11-20T20:14:05.000Z"
  }),
  body("research/图表.png", "skipped", { reason_code: "unsupported_format", reason: ".png is not inline text" }),
  body("tasks/WP08.md", "failed", { reason_code: "rejected", reason: "HTTP 400: {\"content_body\":[\"too odd\"]}" })
]
const mission = {
  namespace,
  dossier: { parity_hash_sha256: hash, completeness_status: "complete", artifact_counts: counts },
  events: { sent: 15, duplicate: 0, rejected: 0, queued: 0 },
  bodies,
  skipped_entries: 1
}

export const syncReport = (more: object = {}, missionMore: object = {}): SyncReport =>
  Schema.decodeUnknownSync(SyncReport)({
    build_id: "b",
    server: "https://kitty.example",
    delivery: "partial",
    missions: [{ ...mission, ...missionMore }],
    ...more
  })

const artifact = (relative_path: string, upload: object, more: object = {}) => ({
  artifact_key: "a.b",
  artifact_class: "input",
  relative_path,
  content_hash_sha256: hash,
  size_bytes: 12,
  wp_id: null,
  step_id: null,
  required_status: "required",
  provenance: null,
  is_present: true,
  error_reason: null,
  indexed_at: "2026-11-20T20:14:03.000Z",
  upload,
  ...more
})
const absent = artifact("tasks.md", {}, { is_present: false, content_hash_sha256: "", error_reason: "not_found" })
const { upload: _, ...missingRef } = absent

export const scanReport = (more: object = {}): ScanReport =>
  Schema.decodeUnknownSync(ScanReport)({
    missions: [{
      mission_slug: slug,
      mission_type: "software-dev",
      namespace,
      step: "plan",
      parity_hash_sha256: hash,
      canonical_snapshot_hash: `sha256:${hash}`,
      completeness_status: "incomplete",
      artifact_counts: { ...counts, required_present: 2, required_missing: 1 },
      artifacts: [
        artifact("spec.md", { decision: "upload", reason_code: null, reason: "yes" }),
        artifact("chart.png", { decision: "skip", reason_code: "unsupported_format", reason: ".png" })
      ],
      missing: [{ artifact: missingRef, reason_detail: null, blocking: true, manifest_step: "plan" }],
      upcoming: [],
      skipped: [{ path: "link.md", reason: "symlink", detail: null }],
      anomalies: [{ code: "line_endings", target: "spec.md", message: "mixed line endings" }]
    }],
    events: "queued",
    ...more
  })

const tally = { captured: 16, delivered: 12, superseded: 0, dropped: 0, pending: 3, leased: 0, quarantined: 1 }
export const syncStatus = (more: object = {}): SyncStatus =>
  Schema.decodeUnknownSync(SyncStatus)({
    project_uuid: "550e8400-e29b-41d4-a716-446655440000",
    server: "https://kitty.example",
    blocked: null,
    events: { ...tally, captured: 15, quarantined: 0 },
    bodies: tally,
    oldest_queued_at: "2026-11-20T20:13:59.000Z",
    next_attempt_at: "2026-11-20T20:14:05.000Z",
    last_error: { reason_code: "server_error", reason: "HTTP 503" },
    stalled: false,
    quarantined: [{
      id: 7,
      kind: "body",
      mission_slug: slug,
      subject: "tasks/WP08.md",
      reason_code: "rejected",
      reason: "too odd",
      queued_at: "2026-11-20T20:13:59.000Z"
    }],
    ...more
  })

export const serverReport = (change: ServerReport["change"], server: string | null): ServerReport =>
  new ServerReport({ project_uuid: null, server, change })
