import * as Predicate from "effect/Predicate"
import { type JsonObject, listAt, objectAt, textAt } from "../Json.js"

/** `full`: every field. `sparse`: the required ones. `nulls`: every optional field that may be null is null. */
export type Fill = "full" | "sparse" | "nulls"

const resolve = (schema: JsonObject, definitions: JsonObject): JsonObject => {
  const ref = textAt(schema, "$ref")
  return ref === "" ? schema : { ...objectAt(definitions, ref.slice("#/$defs/".length)), ...schema, $ref: "" }
}

const mayBeNull = (schema: JsonObject): boolean =>
  listAt(schema, "anyOf").some((one) => Predicate.isRecord(one) && one["type"] === "null")

/** A value of a schema, out of the examples in it. */
export const exampleOf = (given: JsonObject, definitions: JsonObject, fill: Fill): unknown => {
  const schema = resolve(given, definitions)
  const [example] = listAt(schema, "examples")
  if (example !== undefined) return example
  if ("const" in schema) return schema["const"]
  const [alternative] = [...listAt(schema, "enum"), ...listAt(schema, "anyOf")]
  if (alternative !== undefined) {
    return Predicate.isRecord(alternative) ? exampleOf(alternative, definitions, fill) : alternative
  }
  if (schema["type"] === "array") return [exampleOf(objectAt(schema, "items"), definitions, fill)]
  if (schema["type"] !== "object") throw new Error(`no example in ${JSON.stringify(given)}`)
  const required = listAt(schema, "required")
  const properties = objectAt(schema, "properties")
  return Object.fromEntries(
    Object.keys(properties)
      .filter((name) => required.includes(name) || fill === "full" || (fill === "nulls" && mayBeNull(objectAt(properties, name))))
      .map((name) => [
        name,
        fill === "nulls" && !required.includes(name) ? null : exampleOf(objectAt(properties, name), definitions, fill)
      ])
  )
}
