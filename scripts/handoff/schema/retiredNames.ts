import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import { type JsonObject, listAt, objectOf } from "../Json.js"

/** The names that the contract retired, as the vendored document lists them. */
export interface RetiredNames {
  readonly keys: JsonObject
  readonly event_types: JsonObject
  readonly aggregate_types: JsonObject
  readonly aggregate_id_heads: JsonObject
}

/** Each letter in both cases: JSON Schema has no flag for that. */
const inAnyCase = (name: string): string =>
  [...name].map((letter) => /[a-z]/i.test(letter) ? `[${letter.toUpperCase()}${letter.toLowerCase()}]` : letter).join("")

const oneOf = (names: JsonObject): string => `(?:${Object.keys(names).sort().map(inAnyCase).join("|")})`
const only = (pattern: string): string => `^${pattern}$`

/** Texts and numbers are let go without following a reference: that is what costs an engine most. */
const within: JsonObject = (() => {
  const self = { $ref: "#/$defs/NoRetiredNames" }
  return { if: { type: "object" }, then: self, else: { if: { type: "array" }, then: self } }
})()
const notNamed = (pattern: string): JsonObject => ({ allOf: [within, { not: { type: "string", pattern } }] })

/** A schema that no value with a retired name in it passes, at whatever depth. */
const noRetiredNames = (names: RetiredNames): JsonObject => ({
  description: "Retired names are refused in every object at every depth, in any letter case. Texts are not searched.",
  if: { type: "object" },
  then: {
    type: "object",
    patternProperties: {
      [only(oneOf(names.keys))]: false,
      [only(inAnyCase("event_type"))]: notNamed(only(oneOf(names.event_types))),
      [only(inAnyCase("aggregate_type"))]: notNamed(only(oneOf(names.aggregate_types))),
      [only(inAnyCase("aggregate_id"))]: notNamed(`^${oneOf(names.aggregate_id_heads)}/`)
    },
    additionalProperties: within
  },
  else: { if: { type: "array" }, then: { type: "array", items: within } }
})

/** The definitions that `guarded` and an event's `aggregate_id` refer to. To be put under `$defs`. */
export const retiredDefinitions = (names: RetiredNames): JsonObject => ({
  NoRetiredNames: noRetiredNames(names),
  NoRetiredHead: {
    description: "An aggregate_id does not start with a retired name.",
    type: "string",
    not: { type: "string", pattern: `^${oneOf(names.aggregate_id_heads)}/` }
  }
})

/** The schema with `NoRetiredNames` wherever it takes members that it does not name: in a closed object none can be. */
export const guarded = (schema: JsonObject): JsonObject => {
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner)
    return Predicate.isRecord(value) ? guarded(value) : value
  }
  const parts = Record.map(schema, (value, key) => {
    if (key === "properties") return Record.map(objectOf(value), inner)
    return key === "items" || key === "anyOf" || key === "additionalProperties" ? inner(value) : value
  })
  return schema["type"] === "object" && schema["additionalProperties"] !== false
    ? { ...parts, allOf: [...listAt(schema, "allOf"), { $ref: "#/$defs/NoRetiredNames" }] }
    : parts
}
