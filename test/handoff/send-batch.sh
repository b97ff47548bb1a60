#!/usr/bin/env bash
# Sends a batch with curl and gzip, written from contracts/handoff/batch-ingest.md alone.
#
#   send-batch.sh SERVER TOKEN        prints the answer; fails unless it is 200
set -euo pipefail
server=$1
token=$2

# The example of "Try it", and a work package of the same mission that it led to.
batch='{"events":[
  {"event_id":"01KNH2ZK7Q4T9V6W8X0Y1Z2A3B","event_type":"MissionCreated",
   "aggregate_id":"071-invoice-export","aggregate_type":"Mission","schema_version":"3.0.0",
   "build_id":"6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22",
   "payload":{"mission_slug":"071-invoice-export","mission_number":71,"mission_type":"software-dev"},
   "node_id":"1f9c03ab77de","lamport_clock":118,
   "causation_id":null,"correlation_id":"01KNH2ZK7Q4T9V6W8X0Y1Z2A3B",
   "timestamp":"2026-04-06T12:40:11.512Z","team_slug":"acme",
   "project_uuid":"0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10","project_slug":"billing",
   "git_branch":"main","head_commit_sha":null,"repo_slug":"acme/billing","data_tier":0},
  {"event_id":"01KNH2ZK7Q4T9V6W8X0Y1Z2A3C","event_type":"WPCreated",
   "aggregate_id":"071-invoice-export/WP03","aggregate_type":"WorkPackage","schema_version":"3.0.0",
   "build_id":"6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22",
   "payload":{"mission_slug":"071-invoice-export","mission_number":71,"mission_type":"software-dev","wp_id":"WP03","title":"CSV writer"},
   "node_id":"1f9c03ab77de","lamport_clock":119,
   "causation_id":"01KNH2ZK7Q4T9V6W8X0Y1Z2A3B","correlation_id":"01KNH2ZK7Q4T9V6W8X0Y1Z2A3B",
   "timestamp":"2026-04-06T12:40:12Z","team_slug":"acme",
   "project_uuid":"0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10","project_slug":"billing",
   "git_branch":"main","head_commit_sha":null,"repo_slug":"acme/billing","data_tier":0}
]}'

printf '%s' "$batch" | gzip | curl --silent --show-error --fail-with-body \
  -H "Authorization: Bearer $token" -H "Content-Type: application/json" -H "Content-Encoding: gzip" \
  --data-binary @- "$server/api/v1/events/batch/"
