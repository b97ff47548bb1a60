-- ~/.spec-kitty/queue.db of the original tool, as it stood before the identity cutover: names of then, six events and two
-- bodies of this project (one event was cut short), and one event of another project.

CREATE TABLE queue (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id TEXT UNIQUE NOT NULL,
  event_type TEXT NOT NULL,
  data TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  retry_count INTEGER DEFAULT 0
);
CREATE INDEX idx_timestamp ON queue(timestamp);
CREATE INDEX idx_retry ON queue(retry_count);

CREATE TABLE body_upload_queue (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_uuid TEXT NOT NULL,
  feature_slug TEXT NOT NULL,
  target_branch TEXT NOT NULL,
  mission_key TEXT NOT NULL,
  manifest_version TEXT NOT NULL,
  artifact_path TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  hash_algorithm TEXT NOT NULL DEFAULT 'sha256',
  content_body TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  retry_count INTEGER NOT NULL DEFAULT 0,
  next_attempt_at REAL NOT NULL DEFAULT 0.0,
  created_at REAL NOT NULL,
  last_error TEXT,
  UNIQUE(project_uuid, feature_slug, target_branch, mission_key, manifest_version, artifact_path, content_hash)
);
CREATE INDEX idx_body_queue_next_attempt ON body_upload_queue(next_attempt_at);
CREATE INDEX idx_body_queue_namespace ON body_upload_queue(project_uuid, feature_slug, target_branch);

INSERT INTO queue (event_id, event_type, data, timestamp) VALUES ('01KN1G7W00000000000000E001', 'FeatureCreated',
  '{"event_id": "01KN1G7W00000000000000E001", "event_type": "FeatureCreated", "aggregate_id": "007-mooring-log", "aggregate_type": "Feature", "payload": {"feature_slug": "007-mooring-log", "feature_number": "007", "target_branch": "main", "wp_count": 0}, "node_id": "1f9c03ab77de", "lamport_clock": 41, "causation_id": null, "timestamp": "2026-03-31T08:01:00.000000+00:00", "team_slug": "local", "project_uuid": "4d0c1f6e-52d8-4c0b-9a57-2f6b8e1d7a34", "project_slug": "harbourlog", "git_branch": "main", "head_commit_sha": null, "repo_slug": null}', 1774944060);
INSERT INTO queue (event_id, event_type, data, timestamp) VALUES ('01KN1G7W00000000000000E002', 'WPCreated',
  '{"event_id": "01KN1G7W00000000000000E002", "event_type": "WPCreated", "aggregate_id": "WP01", "aggregate_type": "WorkPackage", "payload": {"wp_id": "WP01", "title": "Write a line", "dependencies": [], "feature_slug": "007-mooring-log"}, "node_id": "1f9c03ab77de", "lamport_clock": 42, "causation_id": null, "timestamp": "2026-03-31T08:02:00.000000+00:00", "team_slug": "local", "project_uuid": "4d0c1f6e-52d8-4c0b-9a57-2f6b8e1d7a34", "project_slug": "harbourlog", "git_branch": "main", "head_commit_sha": null, "repo_slug": null}', 1774944120);
INSERT INTO queue (event_id, event_type, data, timestamp) VALUES ('01KN1G7W00000000000000E003', 'WPStatusChanged',
  '{"event_id": "01KN1G7W00000000000000E003", "event_type": "WPStatusChanged", "aggregate_id": "WP01", "aggregate_type": "WorkPackage", "payload": {"wp_id": "WP01", "from_lane": "planned", "to_lane": "claimed", "actor": "ada", "feature_slug": "007-mooring-log", "policy_metadata": null}, "node_id": "1f9c03ab77de", "lamport_clock": 43, "causation_id": null, "timestamp": "2026-03-31T08:03:00.000000+00:00", "team_slug": "local", "project_uuid": "4d0c1f6e-52d8-4c0b-9a57-2f6b8e1d7a34", "project_slug": "harbourlog", "git_branch": "main", "head_commit_sha": null, "repo_slug": null}', 1774944180);
INSERT INTO queue (event_id, event_type, data, timestamp) VALUES ('01KN1G7W00000000000000E004', 'MissionDossierArtifactIndexed',
  '{"event_id": "01KN1G7W00000000000000E004", "event_type": "MissionDossierArtifactIndexed", "aggregate_id": "007-mooring-log:artifact.depths", "aggregate_type": "MissionDossier", "payload": {"feature_slug": "007-mooring-log", "artifact_key": "artifact.depths", "artifact_class": "evidence", "relative_path": "research/depths.csv", "content_hash_sha256": "acd632fc1da5298b7af7ff261220ef41d36f40d5177c7d24f3e52ae83167228a", "size_bytes": 31, "wp_id": null, "step_id": null, "required_status": "optional", "namespace": {"project_uuid": "4d0c1f6e-52d8-4c0b-9a57-2f6b8e1d7a34", "feature_slug": "007-mooring-log", "target_branch": "main", "mission_key": "software-dev", "manifest_version": "1"}}, "node_id": "1f9c03ab77de", "lamport_clock": 44, "causation_id": null, "timestamp": "2026-03-31T08:04:00.000000+00:00", "team_slug": "local", "project_uuid": "4d0c1f6e-52d8-4c0b-9a57-2f6b8e1d7a34", "project_slug": "harbourlog", "git_branch": "main", "head_commit_sha": null, "repo_slug": null}', 1774944240);
INSERT INTO queue (event_id, event_type, data, timestamp) VALUES ('01KN1G7W00000000000000E005', 'MissionDossierArtifactIndexed',
  '{"event_id": "01KN1G7W00000000000000E005", "event_type": "MissionDossierArtifactIndexed", "aggregate_id": "007-mooring-log:artifact.berths", "aggregate_type": "MissionDossier", "payload": {"feature_slug": "007-mooring-log", "artifact_key": "artifact.berths", "artifact_class": "evidence", "relative_path": "research/berths.md", "content_hash_sha256": "78d55847ae3a36d5eb224de5c5518e8928dd49db7257d0d4967c08d4d2213aea", "size_bytes": 72, "wp_id": null, "step_id": null, "required_status": "optional", "namespace": {"project_uuid": "4d0c1f6e-52d8-4c0b-9a57-2f6b8e1d7a34", "feature_slug": "007-mooring-log", "target_branch": "main", "mission_key": "software-dev", "manifest_version": "1"}}, "node_id": "1f9c03ab77de", "lamport_clock": 45, "causation_id": null, "timestamp": "2026-03-31T08:05:00.000000+00:00", "team_slug": "local", "project_uuid": "4d0c1f6e-52d8-4c0b-9a57-2f6b8e1d7a34", "project_slug": "harbourlog", "git_branch": "main", "head_commit_sha": null, "repo_slug": null}', 1774944300);
INSERT INTO queue (event_id, event_type, data, timestamp) VALUES ('01KN1G7W00000000000000E006', 'HistoryAdded',
  '{"event_id": "01KN1G7W00000000000000E006", "event_type": "HistoryAdded", "aggregate_id": "WP01", "aggregate_type": "WorkPackage", "payload": {"wp_id": "WP01", "entry_type": "note", "entry_content": "cut short", "author": "ada"}, "node_id": "1f9c03ab77de", "lamport_clock": 46, "causation_id": null, "timestamp": "2026-03-31T08:06:00.000000+00:00", "team_slug": "local", "project_uuid": "4d0c1f6e-52d8-4c0b-9a57-2f6b8e1d7a34", "project_slug": "harbourlog", "git_branch": "main", "he', 1774944360);
INSERT INTO queue (event_id, event_type, data, timestamp) VALUES ('01KN1G7W00000000000000E007', 'WPCreated',
  '{"event_id": "01KN1G7W00000000000000E007", "event_type": "WPCreated", "aggregate_id": "WP01", "aggregate_type": "WorkPackage", "payload": {"wp_id": "WP01", "title": "Of another project", "dependencies": [], "feature_slug": "001-elsewhere"}, "node_id": "1f9c03ab77de", "lamport_clock": 47, "causation_id": null, "timestamp": "2026-03-31T08:07:00.000000+00:00", "team_slug": "local", "project_uuid": "9b2f7c14-0f3e-4a58-8c1d-6e5a4b3c2d1f", "project_slug": "harbourlog", "git_branch": "main", "head_commit_sha": null, "repo_slug": null}', 1774944420);

INSERT INTO body_upload_queue (project_uuid, feature_slug, target_branch, mission_key, manifest_version, artifact_path, content_hash,
  content_body, size_bytes, created_at) VALUES ('4d0c1f6e-52d8-4c0b-9a57-2f6b8e1d7a34', '007-mooring-log', 'main', 'software-dev', '1', 'research/depths.csv',
  'acd632fc1da5298b7af7ff261220ef41d36f40d5177c7d24f3e52ae83167228a',
  'berth,metres
1,4.2
2,4.0
3,1.1
', 31, 1774944400.5);
INSERT INTO body_upload_queue (project_uuid, feature_slug, target_branch, mission_key, manifest_version, artifact_path, content_hash,
  content_body, size_bytes, created_at) VALUES ('4d0c1f6e-52d8-4c0b-9a57-2f6b8e1d7a34', '007-mooring-log', 'main', 'software-dev', '1', 'research/berths.md',
  '78d55847ae3a36d5eb224de5c5518e8928dd49db7257d0d4967c08d4d2213aea',
  '# Berths

The harbour has twelve; number 3 is too shallow at low water.
', 72, 1774944401.5);
