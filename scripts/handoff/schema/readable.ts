import * as Predicate from "effect/Predicate"
import { type JsonObject, listAt, objectAt, textAt, without } from "../Json.js"
import { portablePattern } from "./pattern.js"

/** Definitions of one value (an integer, a text that is not empty): they read better where they are used. */
const isScalar = (definition: unknown): definition is JsonObject =>
  Predicate.isRecord(definition) && ["string", "integer", "number", "boolean"].includes(textAt(definition, "type")) &&
  !("enum" in definition)

const refName = (schema: JsonObject): string | undefined =>
  /^#\/(?:\$defs|components\/schemas)\/(?<name>.+)$/.exec(textAt(schema, "$ref"))?.groups?.["name"]?.replaceAll("~1", "/")

/** `spec-kitty/EventEnvelope` and `spec-kittyEventEnvelope` are one name. */
export const shortName = (identifier: string): string => identifier.replace(/^spec-kitty\/?(?=[A-Z])/, "")

const texts = (schema: JsonObject): JsonObject => {
  const pattern = schema["pattern"]
  if (typeof pattern !== "string") return schema
  return { ...schema, pattern: portablePattern(pattern) }
}

/** `X or null` says its description and examples once, outside. */
const lifted = (schema: JsonObject): JsonObject => {
  const [first, ...others] = listAt(schema, "anyOf")
  if (!Predicate.isRecord(first) || others.length !== 1 || !("description" in first || "examples" in first)) return schema
  const { description, examples } = { ...first, ...schema }
  return {
    anyOf: [without(first, "description", "examples"), ...others],
    ...without(schema, "anyOf"),
    ...(description === undefined ? {} : { description }),
    ...(examples === undefined ? {} : { examples })
  }
}

const isUnknown = (schema: unknown): boolean => Predicate.isRecord(schema) && textAt(schema, "$id") === "/schemas/unknown"

/** Without what Effect says only of itself: names of its filters, empty lists, the schema of anything. */
const bare = (schema: JsonObject): JsonObject => {
  const open = isUnknown(schema["additionalProperties"])
  const [only, ...others] = listAt(schema, "enum")
  const empty = ["required", "properties"].filter((key) =>
    key in schema && Object.keys(schema[key] ?? {}).length === 0 && open
  )
  return {
    ...without(schema, "title", ...empty, ...(only !== undefined && others.length === 0 ? ["enum"] : [])),
    ...(only !== undefined && others.length === 0 ? { const: only } : {}),
    ...(open ? { additionalProperties: true } : {})
  }
}

/** Words of Effect's own that say no more than the type does. */
const saysNothing = new Set(["an integer", "a non empty string", "a lowercase string", "a string", "a number"])

/** Of `Schema.Lowercased`, beside which there is always a pattern that says more. */
const lowerCase = "^[^A-Z]*$"

/** A JSON Schema as a person would write it, and as every language reads it. Definitions are named `#/$defs/<Name>`. */
export const readable = (root: JsonObject, definitions: JsonObject, definitionsAt: string): JsonObject => {
  const inlined = (schema: JsonObject): JsonObject => {
    const name = refName(schema)
    if (name === undefined) return schema
    const definition = definitions[name]
    if (!isScalar(definition)) return { ...schema, $ref: `${definitionsAt}${shortName(name)}` }
    const base = inlined(definition)
    const { description, ...rest } = { ...base, ...without(schema, "$ref") }
    const both = [base["pattern"], rest["pattern"]].filter((pattern) => pattern !== lowerCase)
    return {
      ...rest,
      ...(typeof description === "string" && !saysNothing.has(description) ? { description } : {}),
      ...(both[0] === undefined || both[0] === both[1] ? {} : { allOf: [{ type: "string", pattern: both[0] }] })
    }
  }
  const members = (properties: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, visit(schema)]))
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (!Predicate.isRecord(value)) return value
    const schema = lifted(texts(bare(inlined(value))))
    return Object.fromEntries(
      Object.entries(schema).map(([key, item]) => {
        if (key === "examples" || key === "enum" || key === "const" || key === "required") return [key, item]
        return [key, key === "properties" && Predicate.isRecord(item) ? members(item) : visit(item)]
      })
    )
  }
  const seen = visit(root)
  return Predicate.isRecord(seen) ? seen : {}
}

/** The definitions that are kept, each readable, by their short names. */
export const readableDefinitions = (definitions: JsonObject, definitionsAt: string): JsonObject =>
  Object.fromEntries(
    Object.entries(definitions)
      .filter(([, definition]) => !isScalar(definition))
      .map(([name]) => [shortName(name), readable(objectAt(definitions, name), definitions, definitionsAt)])
  )
