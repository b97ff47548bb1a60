/** Names that stand where names may stand: retired ones in all their spellings, inherited ones, and such as others use. */
export const oddKeys: ReadonlyArray<string> = [
  "feature_slug", "feature_number", "feature_type", "mission_key", "Feature_Slug", "MISSION_KEY", "ｆeature_slug", "mission_\u212aey",
  "feature_ſlug", "feature_slug ", "feature-slug", "event_type", "Event_Type", "aggregate_id", "aggregate_type", "ａggregate_id", "step_id",
  "extra", "", "__proto__", "constructor", "toString", "length", "hasOwnProperty", "0", "é", "wp_id", "mission_slug", "policy_metadata",
  "drain_blocked_reason"
]

/** Texts on both sides of some rule. */
export const oddTexts: ReadonlyArray<string> = [
  "", " ", "\t\n", "\u00a0", "\ufeff", "\u0085", "\u001c", "\u200b", "\u3000 \u2028", "0", "null", "true", "Feature", "feature/x", "FEATURE_CATALOG/1",
  "feature", "feature_catalog/x", "FeatureCreated", "featureclosed", "ＦeatureCompleted", "MissionCreated", "WPStatusChanged", "MissionPaused",
  "Mission", "WorkPackage", "MissionDossier", "missiondossier", "3.0.0", "3.0", "2.9.0", "3.0.0\n", "local", "sha256", "SHA256", "md5",
  "sha512", "input", "other", "llm", "planned", "doing", "in_review", "for_review", "approved", "done", "Done", "canceled", "worktree",
  "direct_repo", "implementation", "review", "note", "runtime", "completed", "artifact_added", "required_always", "WP03", "WP3", "WP003", "wp03",
  "WP03\n", "WP٠٣", "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10", "0F6F3C9E-0B6D-4E0E-8F5B-5A1F1C7A9B10", "0f6f3c9e0b6d4e0e8f5b5a1f1c7a9b10",
  "urn:uuid:0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10", "00000000-0000-0000-0000-000000000000", "01KNH2ZK7Q4T9V6W8X0Y1Z2A3B",
  "01knh2zk7q4t9v6w8x0y1z2a3b", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01KNH2ZK7Q4T9V6W8X0Y1Z2A3I", "1f9c03ab77de",
  "1F9C03AB77DE", "1f9c03ab77d", "2026-04-06T12:40:11.512Z", "2026-04-06T12:40:11Z", "2026-04-06T12:40:11.512034+00:00",
  "2026-04-06T12:40:11.123456789012345Z", "2026-04-06T12:40:11-00:00", "2026-04-06T12:40:11+01:00", "2026-04-06t12:40:11z",
  "2026-04-06 12:40:11Z", "2026-02-28T00:00:00Z", "2026-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "2026-02-30T00:00:00Z", "2100-02-29T00:00:00Z",
  "0000-02-29T00:00:00Z", "0000-01-01T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z", "2026-01-00T00:00:00Z",
  "2026-04-06T24:00:00Z", "2026-04-06T23:59:60Z", "2026-06-30T23:59:60Z", "2026-04-06T12:60:00Z", "2026-04-06T12:40:11.Z", "2026-04-06T12:40:11Z\n",
  "spec.md", "/spec.md", "../spec.md", "a/../b", "a//b", "a/", "./a", "a/.", "a/..", "...", "..rare/.hidden", "a\\b", "a\u0000b", "a\n", ".hidden",
  "071-invoice-export", "a/b", "a b", "tab\there", "é", "\u{1F408}", "\ud800", "x\udc00", "x".repeat(300)
]

/** Values of every kind. */
export const oddValues: ReadonlyArray<unknown> = [
  null, true, false, 0, -1, 1, 4, 5, 71, 0.5, -0, 1e21, 1e300, 2 ** 53, 2 ** 53 - 1, -(2 ** 53) + 1, -(2 ** 53), 5e-324, [], {}, [[]], [{}],
  [null], { a: 1 }, ["a"], [1], { deep: [{ deep: { feature_slug: "x" } }] }, { event_type: "FeatureCreated" }, { aggregate_id: "feature/1" },
  { aggregate_type: "Feature" }, { Event_Type: "Mission" }, { aggregate_id: { feature_slug: 1 } }, { content_body: "feature_slug" }
]
