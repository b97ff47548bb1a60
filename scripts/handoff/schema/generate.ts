import * as JSONSchema from "effect/JSONSchema"
import type * as Schema from "effect/Schema"
import { type JsonObject, objectAt, objectOf, plain, textAt } from "../Json.js"
import { readableDefinitions, shortName } from "./readable.js"

/** A schema and the definitions it needs, itself among them. */
export interface Generated {
  /** Its name among the definitions. */
  readonly name: string
  readonly definitions: JsonObject
}

/** The JSON Schema of a Schema that has an identifier. */
export const generate = (schema: Schema.Schema.AnyNoContext, definitionsAt = "#/$defs/"): Generated => {
  const root = objectOf(plain(JSONSchema.make(schema, { target: "jsonSchema2020-12" })))
  const ref = textAt(root, "$ref")
  if (ref === "") throw new Error(`a schema without an identifier: ${JSON.stringify(root)}`)
  const name = shortName(ref.slice("#/$defs/".length).replaceAll("~1", "/"))
  return { name, definitions: readableDefinitions(objectAt(root, "$defs"), definitionsAt) }
}

/** The version of JSON Schema that every file is in. */
export const dialect = "https://json-schema.org/draft/2020-12/schema"

/** The id of one schema of the handoff. */
export const schemaId = (kind: "event" | "request" | "response", name: string): string =>
  `urn:spec-kitty:handoff:3.0.0:${kind}:${name}`
