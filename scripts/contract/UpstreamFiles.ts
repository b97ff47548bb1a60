import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Record from "effect/Record"
import * as Schema from "effect/Schema"

/** The part of JSON Schema that the upstream files use. */
export interface JsonSchema {
  readonly $ref?: string
  readonly $defs?: { readonly [name: string]: JsonSchema }
  readonly type?: string
  readonly enum?: readonly [string, ...Array<string>]
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly properties?: { readonly [name: string]: JsonSchema }
  readonly required?: ReadonlyArray<string>
  readonly items?: JsonSchema
  readonly additionalProperties?: boolean | JsonSchema
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: "uuid" | "date-time"
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
}

const exact = { exact: true } as const
const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, exact)
const nested = Schema.suspend((): Schema.Schema<JsonSchema> => JsonSchema)
const named = Schema.Record({ key: Schema.String, value: nested })
const Names = Schema.Array(Schema.String)
const Words = Schema.NonEmptyArray(Schema.String)

const said = {
  $ref: optional(Schema.String),
  $defs: optional(named),
  type: optional(Schema.String),
  enum: optional(Words),
  anyOf: optional(Schema.Array(nested)),
  properties: optional(named),
  required: optional(Names),
  items: optional(nested),
  additionalProperties: optional(Schema.Union(Schema.Boolean, nested)),
  minLength: optional(Schema.Number),
  maxLength: optional(Schema.Number),
  pattern: optional(Schema.String),
  format: optional(Schema.Literal("uuid", "date-time")),
  minimum: optional(Schema.Number),
  maximum: optional(Schema.Number),
  minItems: optional(Schema.Number)
}

/** Keywords that say nothing about validity. Any keyword beside these and `said` fails the update: no rule is lost silently. */
const unsaid = {
  $id: optional(Schema.Unknown),
  $schema: optional(Schema.Unknown),
  title: optional(Schema.Unknown),
  description: optional(Schema.Unknown),
  default: optional(Schema.Unknown)
}

const JsonSchema: Schema.Schema<JsonSchema> = Schema.Struct({ ...said, ...unsaid })

const Section = { required_fields: Names, forbidden_fields: Names }

/** `upstream_contract.json`: the gate's rules as spec-kitty vendored them. */
const GateRules = Schema.Struct({
  _comment: Schema.String,
  _source_events_commit: Schema.String,
  _source_saas_commit: Schema.String,
  _schema_version: Schema.Literal("3.0.0"),
  envelope: Schema.Struct({
    ...Section,
    aggregate_type: Schema.Struct({ allowed: Words, forbidden: Words }),
    schema_version: Schema.Struct({ value: Schema.String })
  }),
  payload: Schema.Struct({ mission_scoped: Schema.Struct(Section) }),
  body_sync: Schema.Struct(Section),
  tracker_bind: Schema.Struct(Section),
  orchestrator_api: Schema.Struct({
    allowed_commands: Words,
    forbidden_commands: Words,
    allowed_error_codes: Words,
    forbidden_error_codes: Words,
    forbidden_payload_fields: Names,
    required_payload_fields: Names,
    allowed_cli_flags: Words,
    forbidden_cli_flags: Words
  })
})
export type GateRules = typeof GateRules.Type

/** `cutover_artifact.json`: the cutover policy of spec-kitty-events. */
const Cutover = Schema.Struct({
  artifact_version: Schema.String,
  release_version: Schema.Literal("3.0.0"),
  signal_field_name: Schema.Literal("schema_version"),
  signal_location: Schema.Literal("event_envelope"),
  cutover_contract_version: Schema.Literal("3.0.0"),
  accepted_major: Schema.Literal(3),
  forbidden_legacy_keys: Names,
  forbidden_legacy_event_names: Names,
  forbidden_legacy_aggregate_names: Names,
  forbidden_legacy_contract_surfaces: Names
})
export type Cutover = typeof Cutover.Type

/** Event types with an upstream payload schema, and the file that holds it. */
const payloadFiles = {
  MissionCreated: "mission_created_payload",
  MissionClosed: "mission_closed_payload",
  WPStatusChanged: "status_transition_payload",
  MissionDossierArtifactIndexed: "mission_dossier_artifact_indexed_payload",
  MissionDossierArtifactMissing: "mission_dossier_artifact_missing_payload",
  MissionDossierSnapshotComputed: "mission_dossier_snapshot_computed_payload",
  MissionDossierParityDriftDetected: "mission_dossier_parity_drift_detected_payload"
}

/** Reads and decodes every upstream file below `directory`; fails on the first that says something we can't carry over. */
export const readUpstream = Effect.fn("readUpstream")(function*(directory: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const read = <A, I>(schema: Schema.Schema<A, I>, ...name: ReadonlyArray<string>) =>
    fs.readFileString(path.join(directory, ...name)).pipe(
      Effect.flatMap(Schema.decode(Schema.parseJson(schema), { onExcessProperty: "error", errors: "all" })),
      Effect.annotateLogs("file", name.join("/"))
    )
  return {
    gate: yield* read(GateRules, "upstream_contract.json"),
    cutover: yield* read(Cutover, "cutover_artifact.json"),
    envelope: yield* read(JsonSchema, "schemas", "event.schema.json"),
    payloads: yield* Effect.all(
      Record.map(payloadFiles, (file) => read(JsonSchema, "schemas", `${file}.schema.json`))
    )
  }
})
export type Upstream = Effect.Effect.Success<ReturnType<typeof readUpstream>>
