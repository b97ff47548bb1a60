import * as Schema from "effect/Schema"
import { BuildId, NodeId, ProjectUuid, Ulid } from "../identity/ids.js"
import { Instant, NonBlank } from "../text.js"
import { EventInstant, wholeNumber } from "./wireText.js"

/** The three aggregates of contract 3.0.0. */
export const AggregateType = Schema.Literal("Mission", "WorkPackage", "MissionDossier")
export type AggregateType = typeof AggregateType.Type

const orNull = (description: string, example: string) =>
  Schema.NullOr(Schema.String).annotations({ description, examples: [example, null] })

const nonBlank = (description: string, ...examples: readonly [string, ...Array<string>]) =>
  NonBlank.annotations({ description, examples })

const exampleUlid = Ulid.make("01KNH2ZK7Q4T9V6W8X0Y1Z2A3B")

/**
 * The envelope every event travels in: all nineteen keys, always present, in wire order, and no other. `payload` is
 * checked on its own, in the context `payload/<event_type>`.
 */
export class EventEnvelope extends Schema.Class<EventEnvelope>("spec-kitty/EventEnvelope")({
  event_id: Ulid.annotations({ description: "ULID of the event; a receiver takes it once.", examples: [exampleUlid] }),
  event_type: nonBlank("What happened, in PascalCase; names the payload's schema.", "MissionDossierArtifactIndexed"),
  aggregate_id: nonBlank(
    "What it happened to. Mission: its slug. Work package: slug/WPnn. Dossier: slug:artifact_key, slug:snapshot_id or slug:drift.",
    "071-invoice-export", "071-invoice-export/WP03", "071-invoice-export:input.spec.main"
  ),
  aggregate_type: AggregateType.annotations({
    description: "Kind of thing it happened to. Feature is retired.",
    examples: ["MissionDossier"]
  }),
  schema_version: Schema.Literal("3.0.0").annotations({
    description: "Contract version, always 3.0.0.",
    examples: ["3.0.0"]
  }),
  build_id: BuildId.annotations({
    description: "Lower-case UUID of the checkout or worktree.",
    examples: [BuildId.make("6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22")]
  }),
  payload: Schema.Record({ key: Schema.String, value: Schema.Unknown }).annotations({
    description: "The event's own fields, by the schema of its type.",
    examples: [{ mission_slug: "071-invoice-export", mission_number: 71, mission_type: "software-dev" }]
  }),
  node_id: NodeId.annotations({
    description: "12 lower-case hex characters of the machine account that emits.",
    examples: [NodeId.make("1f9c03ab77de")]
  }),
  lamport_clock: wholeNumber(0, "Lamport clock after its tick: 0 or more, growing per machine account.", 118),
  causation_id: Schema.NullOr(Ulid).annotations({
    description: "ULID of the event that led to this one; null for the first.",
    examples: [null, exampleUlid]
  }),
  correlation_id: Ulid.annotations({
    description: "causation_id, else event_id: what a chain of events shares.",
    examples: [exampleUlid]
  }),
  timestamp: EventInstant.annotations({
    description: "When it was emitted: RFC 3339 in UTC. Not used for ordering.",
    examples: [Instant.make("2026-04-06T12:40:11.512Z")]
  }),
  team_slug: nonBlank("Team of the account; local where nobody is signed in.", "acme", "local"),
  project_uuid: ProjectUuid.annotations({
    description: "Lower-case UUID of the project, the same on every machine.",
    examples: [ProjectUuid.make("0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10")]
  }),
  project_slug: orNull("Name of the project for people.", "billing"),
  git_branch: orNull("Checked-out branch; HEAD when detached; null outside git.", "main"),
  head_commit_sha: orNull("Checked-out commit; null outside git.", "9b0d4e1f6c7a8b9c0d1e2f3a4b5c6d7e8f901234"),
  repo_slug: orNull("owner/repo of the git remote; null without one.", "acme/billing"),
  data_tier: Schema.Int.pipe(Schema.between(0, 4)).annotations({
    description: "Data sharing tier from 0 (local) to 4 (telemetry); we send 0.",
    examples: [0]
  })
}) {}
