import contract from "../../../contracts/upstream-3.0.0.json" with { type: "json" }
import type { EventType } from "../../../src/domain/events/eventCatalogue.js"
import { syncLane } from "../../../src/domain/events/syncLane.js"
import { wireLane } from "../../../src/domain/events/wireLane.js"
import { newNames } from "../../../src/domain/identity/newNames.js"
import { Lane } from "../../../src/domain/mission/Lane.js"
import { type JsonObject, objectAt, textAt } from "../Json.js"
import { envelopeSchema, eventKinds } from "../schema/events.js"
import { generate } from "../schema/generate.js"
import { fieldTable } from "./fieldTable.js"
import { code, table } from "./table.js"

/** The nineteen keys of the envelope. */
export const envelopeTable = (): string => fieldTable(envelopeSchema)

/** All types of event with what surrounds their payload. */
export const eventTable = (): string =>
  table(["event_type", "emitted", "aggregate_type", "aggregate_id", "other payload fields"], eventKinds.map(([type, kind]) => {
    const { definitions, name } = generate(kind.payload)
    const open = objectAt(definitions, name)["additionalProperties"] === true
    return [
      `[${type}](#${type.toLowerCase()})`, kind.emitted, kind.aggregate_types.map(code).join(" or "),
      kind.aggregate_id.replace(/<[^>]+>(?:[:/](?:<[^>]+>|drift))?/g, code), open ? "taken" : "refused"
    ]
  }))

/** Rules between two fields: the schemas have them as if and then. */
const rules: { readonly [type in EventType]?: string } = {
  WPStatusChanged:
    "Where `force` is true, `reason` is there and not blank. Where `to_lane` is `approved` or `done`, `evidence` is there and " +
    "not null."
}

/** A section for each payload. */
export const payloadSections = (): string =>
  eventKinds.map(([type, kind]) => {
    const { definitions, name } = generate(kind.payload)
    const payload = objectAt(definitions, name)
    const files = `Schema: \`schemas/events/${type}.schema.json\`, example: \`fixtures/event-${type}.json\`.`
    return [
      `### ${type}`,
      `${textAt(payload, "description")} ${files}`,
      fieldTable(payload, definitions),
      ...(type in rules ? [rules[type] ?? ""] : [])
    ].join("\n\n")
  }).join("\n\n")

/** Every lane of the sender: what it is on the wire, and on a board of four. */
export const laneTable = (): string =>
  table(["lane of the sender", "on the wire", "on a board of four lanes"], Lane.literals.map((lane) =>
    [code(lane), code(wireLane(lane)), code(syncLane(lane))]))

/** Names that were used before 3.0.0. */
export const renamedTable = (): string =>
  table(["before 3.0.0", "now"], [
    ...Object.keys(contract.forbidden.keys).sort().map((name) => [code(name), code(newNames[name] ?? "")]),
    ["event types `FeatureCreated`, `FeatureClosed`, `FeatureCompleted`", "`MissionCreated`, `MissionClosed`"],
    ["aggregate type `Feature`", "`Mission`"],
    ["`aggregate_id` starting `feature/` or `feature_catalog/`", "the forms of [the event table](#events)"],
    ["four lanes in `from_lane`, `to_lane`", "the eight of [the lane table](#lanes)"],
    [
      "dossier payloads in a flat form (`artifact_key`, `relative_path`, `content_hash_sha256`, …)",
      "`namespace`, `artifact_id`, `content_ref`, …"
    ],
    ["`mission_number` as text (`\"071\"`)", "a whole number (`71`)"],
    ["no `correlation_id`, no `data_tier`", "both always there"]
  ])

/** Fields of a request or response by its schema. */
export const schemaTable = (files: ReadonlyArray<readonly [string, JsonObject]>, name: string): string => {
  const [, schema] = files.find(([each]) => each === name) ?? []
  if (schema === undefined) throw new Error(`no schema is named ${name}`)
  return fieldTable(schema)
}
