import * as Schema from "effect/Schema"
import { BuildId, NodeId, ProjectUuid, Ulid } from "../identity/ids.js"
import { Instant, NonBlank } from "../text.js"

/** The three aggregates of contract 3.0.0. */
export const AggregateType = Schema.Literal("Mission", "WorkPackage", "MissionDossier")
export type AggregateType = typeof AggregateType.Type

/**
 * The envelope every event travels in: all nineteen keys, always present, in wire order (decision 3).
 * `payload` is checked on its own, in the context `payload/<event_type>`.
 */
export class EventEnvelope extends Schema.Class<EventEnvelope>("spec-kitty/EventEnvelope")({
  event_id: Ulid,
  event_type: NonBlank,
  aggregate_id: NonBlank,
  aggregate_type: AggregateType,
  schema_version: Schema.Literal("3.0.0"),
  build_id: BuildId,
  payload: Schema.Record({ key: Schema.String, value: Schema.Unknown }),
  node_id: NodeId,
  lamport_clock: Schema.NonNegativeInt,
  causation_id: Schema.NullOr(Ulid),
  correlation_id: Ulid,
  timestamp: Instant,
  team_slug: NonBlank,
  project_uuid: ProjectUuid,
  project_slug: Schema.NullOr(Schema.String),
  git_branch: Schema.NullOr(Schema.String),
  head_commit_sha: Schema.NullOr(Schema.String),
  repo_slug: Schema.NullOr(Schema.String),
  data_tier: Schema.Int.pipe(Schema.between(0, 4))
}) {}
