import { EventEnvelope } from "../../events/EventEnvelope.js"
import type { MigrationScope } from "../../upgrade/MigrationScope.js"
import { type JsonObject, type LegacyEvent, withoutGaps } from "./LegacyEvent.js"

const known: ReadonlySet<string> = new Set(Object.keys(EventEnvelope.fields))

/** Keys that contract 3.0.0 has not in its envelope. */
export const unknownKeys = (event: JsonObject): ReadonlyArray<string> => Object.keys(event).filter((key) => !known.has(key))

/** Null, absent or blank: the original sent `""` where it had no identity. */
const isBlank = (value: unknown): boolean => typeof value === "string" ? value.trim() === "" : (value ?? null) === null

/**
 * The envelope's nineteen keys in wire order. What the event lacked, or said with null, is filled as far as it may be;
 * other values stay, right or wrong. A key that nothing says is left out, for the gate to miss.
 */
export const translateEnvelope = (
  { aggregateType, envelope: event, type }: LegacyEvent,
  { aggregateId, payload }: { readonly aggregateId: unknown; readonly payload: unknown },
  { buildId, nodeId }: MigrationScope
) => {
  const keys: { readonly [key in keyof typeof EventEnvelope.fields]: unknown } = {
    event_id: event["event_id"],
    event_type: type,
    aggregate_id: aggregateId,
    aggregate_type: aggregateType,
    schema_version: event["schema_version"] ?? "3.0.0",
    build_id: isBlank(event["build_id"]) ? buildId : event["build_id"],
    payload,
    node_id: event["node_id"] ?? nodeId,
    lamport_clock: event["lamport_clock"],
    causation_id: event["causation_id"] ?? null,
    correlation_id: event["correlation_id"] ?? event["causation_id"] ?? event["event_id"],
    timestamp: event["timestamp"],
    team_slug: event["team_slug"] ?? "local",
    project_uuid: event["project_uuid"],
    project_slug: event["project_slug"] ?? null,
    git_branch: event["git_branch"] ?? null,
    head_commit_sha: event["head_commit_sha"] ?? null,
    repo_slug: event["repo_slug"] ?? null,
    data_tier: event["data_tier"] ?? 0
  }
  return withoutGaps(keys)
}
