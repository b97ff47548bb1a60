import { describe, expect, it, layer } from "@effect/vitest"
import { Ajv2020 } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Record from "effect/Record"
import * as Schema from "effect/Schema"
import { describeContext } from "../../../src/domain/contract/describeContext.js"
import { AggregateType, EventEnvelope } from "../../../src/domain/events/EventEnvelope.js"
import { type EventKind, eventCatalogue } from "../../../src/domain/events/eventCatalogue.js"
import { BodyRequest } from "../../../src/domain/sync/BodyRequest.js"
import { TrackerProjectIdentity } from "../../../src/domain/wire/tracker.js"
import { fieldsOf, jsonSchemaOf, type SchemaField } from "../../fixtures/contract/fieldsOf.js"
import { ShippedGate, shippedDocument } from "../../fixtures/contract/gateUnderTest.js"

const kinds: ReadonlyArray<readonly [string, EventKind]> = Record.toEntries(eventCatalogue)
const prefix = "payload/"

/** By context, the Schema whose fields it checks. */
const byContext: ReadonlyArray<readonly [string, Schema.Schema.AnyNoContext]> = [
  ["envelope", EventEnvelope],
  ["body_sync", BodyRequest],
  ["tracker_bind", TrackerProjectIdentity],
  ...kinds.map(([type, { payload }]) => [`${prefix}${type}`, payload] as const)
]

/** Words of Effect's own, which say no more than the type does. */
const saysNothing = ["an integer", "a non empty string", "a non-negative number"]

const isObject = ({ items, properties }: SchemaField["node"]) =>
  properties !== undefined || (typeof items === "object" && items !== null && !("type" in items && items.type === "string"))

const describedBadly = ({ node, pointer }: SchemaField): ReadonlyArray<string> => {
  const { description, examples } = node
  return [
    ...(typeof description === "string" && !saysNothing.includes(description) ? [] : [`${pointer} has no description`]),
    ...(isObject(node) || (Array.isArray(examples) && examples.length > 0) ? [] : [`${pointer} has no example`])
  ]
}

layer(ShippedGate)("the event catalogue", (it) => {
  it.effect("H-11 H-18 D-22 has exactly the types that the contract has a payload context for, from the same source", () =>
    Effect.gen(function*() {
      const { contexts } = yield* shippedDocument
      const types = Object.keys(contexts).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
      expect(kinds.map(([type]) => type).sort()).toEqual(types.sort())
      for (const [type, { source }] of kinds) {
        expect(source === "upstream", type).toBe(contexts[`${prefix}${type}`]?.shape.source === "upstream")
      }
    }))

  it.effect.each(byContext)("H-01 H-18 I-15 %s names the fields of its context, the same ones required, none more", ([name, schema]) =>
    Effect.gen(function*() {
      const context = (yield* shippedDocument).contexts[name]
      if (context === undefined) return expect.fail("no such context")
      const byPointer = (fields: ReadonlyArray<{ readonly pointer: string; readonly required: boolean }>) =>
        fields.map(({ pointer, required }) => `${pointer}${required ? " (required)" : ""}`).sort()
      expect(byPointer(fieldsOf(schema))).toEqual(byPointer(describeContext(name, context).fields))
    }))
})

describe("the fields of what is sent", () => {
  it.each(byContext)("H-01 H-18 every field of %s is described, however deep, and has an example", (_, schema) => {
    expect(fieldsOf(schema).flatMap(describedBadly)).toEqual([])
  })

  it.each(byContext)("H-01 H-18 the examples of %s keep their own rules", (_, schema) => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    const { $defs } = jsonSchemaOf(schema)
    for (const { node, pointer } of fieldsOf(schema)) {
      const { examples = [] } = node
      const isValid = ajv.compile({ ...node, $defs })
      for (const example of Array.isArray(examples) ? examples : []) {
        expect(example === null || isValid(example), `${pointer} ${JSON.stringify(example)}`).toBe(true)
      }
    }
  })

  it("H-18 each type says what it is about, when it is emitted, and of what", () => {
    for (const [type, { aggregate_id, aggregate_types, emitted, payload }] of kinds) {
      expect(jsonSchemaOf(payload)["$ref"], type).toBe(`#/$defs/${type}`)
      expect(emitted, type).toMatch(/^[A-Z].*\.$/)
      expect(aggregate_id, type).toMatch(/<mission_slug>/)
      expect(aggregate_types.every(Schema.is(AggregateType)), type).toBe(true)
    }
  })
})

describe("ids on the wire", () => {
  const ulid = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"
  const uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
  const forms: { readonly [field: string]: string } = {
    event_id: ulid, causation_id: ulid, correlation_id: ulid, project_uuid: uuid, build_id: uuid, uuid, node_id: "^[0-9a-f]{12}$"
  }

  it("H-02 have one form each, in the envelope, in a body and in a binding", () => {
    const ids = [EventEnvelope, BodyRequest, TrackerProjectIdentity].flatMap((schema) => fieldsOf(schema))
      .map(({ node, pointer }) => [pointer.slice(1), node["pattern"]] as const)
      .filter(([field]) => field in forms)
    expect(ids.length).toBe(10)
    for (const [field, pattern] of ids) expect(pattern, field).toBe(forms[field])
  })

  const { build_id, correlation_id, event_id, project_uuid } = EventEnvelope.fields
  const takes = (id: Schema.Schema.AnyNoContext, text: string): boolean => Either.isRight(Schema.decodeUnknownEither(id)(text))

  it("H-02 a ULID is 26 upper-case Crockford characters of at most 128 bits", () => {
    for (const field of [event_id, correlation_id]) {
      expect(takes(field, "01KNH2ZK7Q4T9V6W8X0Y1Z2A3B")).toBe(true)
      expect(takes(field, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")).toBe(true)
      const tooHigh = "8ZZZZZZZZZZZZZZZZZZZZZZZZZ"
      for (const wrong of [tooHigh, "01knh2zk7q4t9v6w8x0y1z2a3b", "01KNH2ZK7Q4T9V6W8X0Y1Z2A3", "01KNH2ZK7Q4T9V6W8X0Y1Z2A3BC"]) {
        expect(takes(field, wrong), wrong).toBe(false)
      }
      for (const letter of "ILOU") expect(takes(field, `01KNH2ZK7Q4T9V6W8X0Y1Z2A3${letter}`), letter).toBe(false)
    }
  })

  it("H-02 a UUID is lower-case with hyphens", () => {
    for (const field of [project_uuid, build_id]) {
      expect(takes(field, "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10")).toBe(true)
      for (const wrong of ["0F6F3C9E-0B6D-4E0E-8F5B-5A1F1C7A9B10", "0f6f3c9e0b6d4e0e8f5b5a1f1c7a9b10", "", "local"]) {
        expect(takes(field, wrong), wrong).toBe(false)
      }
    }
  })
})
