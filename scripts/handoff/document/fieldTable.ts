import * as Predicate from "effect/Predicate"
import { type JsonObject, listAt, objectAt, textAt } from "../Json.js"
import { code, table } from "./table.js"

/** A schema as a table of fields reads it. */
interface Shape {
  readonly schema: JsonObject
  readonly mayBeNull: boolean
}

const isNull = (schema: unknown): boolean => Predicate.isRecord(schema) && schema["type"] === "null"

const resolved = (schema: JsonObject, definitions: JsonObject): JsonObject => {
  const ref = textAt(schema, "$ref")
  return ref === "" ? schema : { ...objectAt(definitions, ref.slice("#/$defs/".length)), ...schema }
}

const shapeOf = (given: JsonObject, definitions: JsonObject): Shape => {
  const schema = resolved(given, definitions)
  const alternatives = listAt(schema, "anyOf")
  const [only, ...others] = alternatives.filter((one) => !isNull(one))
  if (!Predicate.isRecord(only) || others.length > 0) return { schema, mayBeNull: false }
  return { schema: { ...resolved(only, definitions), ...schema }, mayBeNull: alternatives.some(isNull) }
}

const typeOf = (schema: JsonObject): string => {
  const alternatives = listAt(schema, "anyOf").filter(Predicate.isRecord).filter((one) => !isNull(one))
  if (alternatives.length > 1) return alternatives.map(typeOf).join(" or ")
  const type = textAt(schema, "type")
  if (type !== "array") return type === "" ? "string" : type
  const items = objectAt(schema, "items")
  return "$ref" in items || "properties" in items ? "list of object" : `list of ${typeOf(items)}`
}

/** Patterns that have a name in the documents. */
const named: ReadonlyArray<readonly [(pattern: string) => boolean, string]> = [
  [(pattern) => pattern.includes("HJKMNP"), "ULID"],
  [(pattern) => pattern.startsWith("^[0-9a-f]{8}-"), "UUID, lower case"],
  [(pattern) => pattern.startsWith("^[0-9]{4}-"), "RFC 3339, UTC"],
  [(pattern) => pattern.startsWith("[^"), "not blank"],
  [(pattern) => pattern.includes("u0000]|"), "relative path: no empty, . or .. segment, no backslash"],
  [(pattern) => pattern.startsWith("^[^./"), "one path segment that does not start with a dot"]
]

const range = (schema: JsonObject): ReadonlyArray<string> => {
  const { maximum, minimum } = schema
  if (minimum === undefined && maximum === undefined) return []
  const names = new Map<unknown, string>([[Number.MAX_SAFE_INTEGER, "2^53-1"], [Number.MIN_SAFE_INTEGER, "-(2^53-1)"]])
  const text = (bound: unknown) => names.get(bound) ?? JSON.stringify(bound)
  if (maximum === undefined) return [`at least ${text(minimum)}`]
  return [minimum === undefined ? `at most ${text(maximum)}` : `${text(minimum)} to ${text(maximum)}`]
}

const lengths = (schema: JsonObject): ReadonlyArray<string> => {
  const { maxItems, maxLength, minItems, minLength } = schema
  if (minLength !== undefined && minLength === maxLength) return [`${JSON.stringify(minLength)} characters`]
  return [
    ...(minLength === 1 && schema["pattern"] === undefined ? ["not empty"] : []),
    ...(maxLength === undefined ? [] : [`at most ${JSON.stringify(maxLength)} characters`]),
    ...(minItems === undefined ? [] : [`at least ${JSON.stringify(minItems)}`]),
    ...(maxItems === undefined ? [] : [`at most ${JSON.stringify(maxItems)}`])
  ]
}

/** What limits a value, in words. */
const constraints = (schema: JsonObject): string => {
  const pattern = textAt(schema, "pattern")
  const words = listAt(schema, "enum").map((word) => code(String(word)))
  const items = schema["type"] === "array" ? constraints(objectAt(schema, "items")) : ""
  return [
    ...("const" in schema ? [code(String(schema["const"]))] : []),
    ...(words.length === 0 ? [] : [words.join(", ")]),
    ...(pattern === "" ? [] : [named.find(([matches]) => matches(pattern))?.[1] ?? code(pattern)]),
    ...lengths(schema),
    ...range(schema),
    ...(items === "" ? [] : [`each: ${items}`])
  ].join("; ")
}

const exampleOf = (schema: JsonObject): string => {
  const [first] = listAt(schema, "examples")
  return first === undefined ? "" : code(JSON.stringify(first))
}

type Row = ReadonlyArray<string>

const rowsOf = (schema: JsonObject, definitions: JsonObject, prefix: string): ReadonlyArray<Row> => {
  const required = listAt(schema, "required")
  return Object.entries(objectAt(schema, "properties")).flatMap(([name, given]) => {
    if (!Predicate.isRecord(given)) return []
    const shape = shapeOf(given, definitions)
    const path = `${prefix}${name}`
    const own: Row = [
      code(path), typeOf(shape.schema), required.includes(name) ? "yes" : "no", shape.mayBeNull ? "yes" : "no",
      constraints(shape.schema), exampleOf(shape.schema), textAt(shape.schema, "description")
    ]
    return [own, ...childrenOf(shape.schema, definitions, path)]
  })
}

const childrenOf = (schema: JsonObject, definitions: JsonObject, path: string): ReadonlyArray<Row> => {
  if ("properties" in schema) return rowsOf(schema, definitions, `${path}.`)
  if (schema["type"] !== "array") return []
  const items = shapeOf(objectAt(schema, "items"), definitions).schema
  return "properties" in items ? rowsOf(items, definitions, `${path}[].`) : []
}

/** One row per field, those of inner objects below the object. */
export const fieldTable = (schema: JsonObject, definitions: JsonObject = objectAt(schema, "$defs")): string =>
  table(["field", "type", "required", "null", "constraints", "example", "meaning"], rowsOf(schema, definitions, ""))
