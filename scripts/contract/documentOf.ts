import * as Record from "effect/Record"
import type { ContractContext, ContractDocument, FieldRule } from "../../src/domain/contract/ContractDocument.js"
import type { ObjectShape, Shape, Source } from "../../src/domain/contract/FieldShape.js"
import * as Additions from "./additions.js"
import { objectOf } from "./shapeOf.js"
import type { JsonSchema, Upstream } from "./UpstreamFiles.js"

type Fields = { readonly [field: string]: Shape }
type BareFields = { readonly [field: string]: Additions.BareShape }

const mark = (source: Source) => (shape: Additions.BareShape): Shape => ({ ...shape, source })
const added = (fields: BareFields): Fields => Record.map(fields, mark("addition"))
const narrowed = (fields: BareFields): Fields => Record.map(fields, mark("narrowed"))

/** Fields that upstream requires by name alone. */
const byName = (names: ReadonlyArray<string>): Fields =>
  Object.fromEntries(names.map((name) => [name, { type: "any", source: "upstream" }]))

const object = (source: Source, fields: Omit<ObjectShape, "type" | "source">): ObjectShape => ({
  type: "object",
  source,
  ...fields
})

const context = (
  about: string,
  shape: ObjectShape,
  forbidden: ReadonlyArray<string> = [],
  rules: ReadonlyArray<FieldRule> = []
): ContractContext => ({ about, shape, forbidden, rules })

/** All nineteen keys, always present, no other: what upstream leaves optional is required here. */
const envelopeContext = ({ envelope, gate }: Upstream): ContractContext => {
  const { optional, required } = objectOf(envelope, {})
  const always = Record.map(optional, (shape): Shape => ({ ...shape, source: "narrowed" }))
  return context(
    "Every event. The payload has a context of its own.",
    object("narrowed", {
      required: {
        ...always,
        ...required,
        schema_version: { type: "string", source: "upstream", equals: gate.envelope.schema_version.value },
        aggregate_type: {
          type: "string",
          source: "upstream",
          one_of: gate.envelope.aggregate_type.allowed,
          not_one_of: gate.envelope.aggregate_type.forbidden
        },
        ...narrowed(Additions.envelopeNarrowed),
        ...added(Additions.envelopeAdded)
      },
      optional: {},
      additional: "refused"
    }),
    gate.envelope.forbidden_fields,
    Additions.envelopeRules
  )
}

const payloadContext = (type: string, schema: JsonSchema): ContractContext =>
  context(
    `Payload of ${type}, exactly as spec-kitty-events has it.`,
    objectOf(schema, schema.$defs ?? {}),
    [],
    type === "WPStatusChanged" ? Additions.statusRules : []
  )

const missionScopedContexts = ({ gate }: Upstream): { readonly [type: string]: ContractContext } => {
  const { forbidden_fields, required_fields } = gate.payload.mission_scoped
  const mission = { ...byName(required_fields), ...narrowed(Additions.missionScopedNarrowed) }
  return Record.map(Additions.missionScopedEvents, ({ about, optional, required }) =>
    context(
      about,
      object("narrowed", {
        required: { ...mission, ...added(required) },
        optional: added(optional),
        additional: "allowed"
      }),
      forbidden_fields
    ))
}

const bodySyncContext = ({ gate: { body_sync } }: Upstream): ContractContext =>
  context(
    "One body upload: nine fields, no other. The text of content_body is not searched for names.",
    object("narrowed", {
      required: {
        ...byName(body_sync.required_fields),
        ...narrowed(Additions.bodySyncNarrowed),
        ...added(Additions.bodySyncAdded)
      },
      optional: {},
      additional: "refused"
    }),
    body_sync.forbidden_fields
  )

const trackerBindContext = ({ gate: { tracker_bind } }: Upstream): ContractContext =>
  context(
    "The project identity in a tracker binding.",
    object("narrowed", {
      required: { ...byName(tracker_bind.required_fields), ...narrowed(Additions.trackerBindNarrowed) },
      optional: {},
      additional: "allowed"
    }),
    tracker_bind.forbidden_fields
  )

/** Upstream's lists speak of the fields `commands`, `error_codes` and `cli_flags`, where an answer has them. */
const orchestratorContext = ({ gate: { orchestrator_api: api } }: Upstream): ContractContext => {
  const listed = (one_of: Upstream["gate"]["envelope"]["aggregate_type"]["allowed"], not_one_of: typeof one_of): Shape => ({
    type: "string",
    source: "upstream",
    one_of,
    not_one_of
  })
  return context(
    "The data of an orchestrator answer.",
    object("narrowed", {
      required: { ...byName(api.required_payload_fields), ...narrowed(Additions.orchestratorNarrowed) },
      optional: {
        commands: listed(api.allowed_commands, api.forbidden_commands),
        error_codes: listed(api.allowed_error_codes, api.forbidden_error_codes),
        cli_flags: listed(api.allowed_cli_flags, api.forbidden_cli_flags)
      },
      additional: "allowed"
    }),
    api.forbidden_payload_fields
  )
}

const sourced = (names: ReadonlyArray<string>, source: Source): { readonly [name: string]: Source } =>
  Object.fromEntries(names.map((name) => [name, source]))

/** A name that any upstream section forbids is forbidden everywhere. */
const forbidden = ({ cutover, gate }: Upstream): ContractDocument["forbidden"] => ({
  keys: sourced([
    ...cutover.forbidden_legacy_keys,
    ...gate.envelope.forbidden_fields,
    ...gate.payload.mission_scoped.forbidden_fields,
    ...gate.body_sync.forbidden_fields,
    ...gate.tracker_bind.forbidden_fields,
    ...gate.orchestrator_api.forbidden_payload_fields
  ], "upstream"),
  event_types: {
    ...sourced(cutover.forbidden_legacy_event_names, "upstream"),
    ...sourced(Additions.forbiddenEventTypes, "addition")
  },
  aggregate_types: sourced(gate.envelope.aggregate_type.forbidden, "upstream"),
  aggregate_id_heads: sourced(cutover.forbidden_legacy_aggregate_names, "upstream")
})

const origin = ({ gate }: Upstream): ContractDocument["origin"] => [
  {
    repository: "Priivacy-ai/spec-kitty-events",
    commit: gate._source_events_commit,
    seen: true,
    note: "JSON Schemas of the envelope and of seven payloads, and the cutover artifact, release 3.0.0."
  },
  {
    repository: "Priivacy-ai/spec-kitty",
    commit: "7428880c4",
    seen: true,
    note: "The gate's rules as it vendored them, and the fields its emitter sends."
  },
  {
    repository: "Priivacy-ai/spec-kitty-saas",
    commit: gate._source_saas_commit,
    seen: false,
    note: "The receiver. Named as a source by the vendored rules; its own source was not seen."
  }
]

/** The whole document but its hash: upstream first, our additions on top. */
export const documentOf = (upstream: Upstream): Omit<typeof ContractDocument.Encoded, "sha256"> => ({
  format: 1,
  contract_version: upstream.gate._schema_version,
  licence: "MIT",
  origin: origin(upstream),
  max_depth: Additions.maxDepth,
  forbidden: forbidden(upstream),
  contexts: {
    envelope: envelopeContext(upstream),
    ...Record.mapKeys(
      { ...Record.map(upstream.payloads, (schema, type) => payloadContext(type, schema)), ...missionScopedContexts(upstream) },
      (type) => `payload/${type}`
    ),
    body_sync: bodySyncContext(upstream),
    tracker_bind: trackerBindContext(upstream),
    orchestrator_api: orchestratorContext(upstream)
  }
})
