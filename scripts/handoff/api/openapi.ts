import * as Predicate from "effect/Predicate"
import { isDeepStrictEqual } from "node:util"
import { receiverOpenApi } from "../../../src/layers/http/receiver/Api.js"
import { type JsonObject, listAt, objectAt, objectOf, plain, textAt, without } from "../Json.js"
import { readable, shortName } from "../schema/readable.js"
import { responseFiles } from "../schema/wire.js"
import { componentSchemas } from "./components.js"
import { type ExampleIndex, exampleAt } from "./examples.js"
import { headerName, requestHeaders, responseHeaders } from "./headers.js"

const declared = objectOf(plain(receiverOpenApi))
const declaredSchemas = objectAt(objectAt(declared, "components"), "schemas")

const component = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

/** What the framework would answer by itself; our handlers never leave it to that. */
const isFrameworkError = (schema: unknown): boolean =>
  Predicate.isRecord(schema) && textAt(schema, "$ref").endsWith("/HttpApiDecodeError")

/** Statuses are annotated on copies of the schemas, which lose their names on the way; fields and words stay. */
const hasFieldsOf = (schema: JsonObject) => ([, file]: readonly [string, JsonObject]): boolean =>
  isDeepStrictEqual(Object.keys(objectAt(schema, "properties")), Object.keys(objectAt(file, "properties")))

const saysSame = (schema: JsonObject) => ([, file]: readonly [string, JsonObject]): boolean =>
  schema["description"] === file["description"]

/** The name of a response's schema. */
const responseName = (schema: JsonObject): string => {
  const ref = textAt(schema, "$ref")
  if (ref !== "") return ref.slice("#/components/schemas/".length)
  const [only, ...others] = listAt(schema, "anyOf").filter((one) => !isFrameworkError(one))
  if (only !== undefined && others.length === 0) return responseName(objectOf(only))
  const alike = responseFiles.filter(hasFieldsOf(schema))
  const [name] = alike.find(saysSame(schema)) ?? (alike.length === 1 ? alike[0] : undefined) ?? []
  if (name === undefined) throw new Error(`no response file is ${JSON.stringify(schema)}`)
  return name
}

interface Place {
  readonly method: string
  readonly path: string
}

const media = (schema: JsonObject, examples: JsonObject): JsonObject => ({ "application/json": { schema, ...examples } })

const schemaOf = (given: unknown): JsonObject =>
  objectAt(objectAt(objectAt(objectOf(given), "content"), "application/json"), "schema")

const response = (place: Place, examples: ExampleIndex) => ([status, given]: readonly [string, unknown]) => {
  const name = responseName(schemaOf(given))
  const [, file = {}] = responseFiles.find(([each]) => each === name) ?? []
  return [status, {
    description: textAt(file, "description"),
    ...responseHeaders(status),
    content: media(component(name), exampleAt(examples, { ...place, status }, "response"))
  }] as const
}

const responses = (place: Place, given: JsonObject, examples: ExampleIndex): JsonObject =>
  Object.fromEntries(
    Object.entries(objectAt(given, "responses"))
      .filter(([, each]) => !isFrameworkError(schemaOf(each)))
      .map(response(place, examples))
  )

const parameter = (given: unknown): JsonObject => {
  const found = objectOf(given)
  const schema = readable(objectAt(found, "schema"), declaredSchemas, "#/components/schemas/")
  const name = textAt(found, "name")
  return { ...found, name: found["in"] === "header" ? headerName(name) : name, schema: without(schema, "description") }
}

const requestBody = (place: Place, operation: JsonObject, examples: ExampleIndex): JsonObject => {
  if (!("requestBody" in operation)) return {}
  const ref = textAt(schemaOf(operation["requestBody"]), "$ref")
  const name = shortName(ref.slice("#/components/schemas/".length).replaceAll("~1", "/"))
  const example = ["201", "200"]
    .map((status) => exampleAt(examples, { ...place, status }, "request"))
    .find((one) => "examples" in one)
  return { requestBody: { required: true, content: media(component(name), example ?? {}) } }
}

const operation = (place: Place, given: JsonObject, examples: ExampleIndex): JsonObject => ({
  ...without(given, "parameters", "responses", "requestBody"),
  parameters: [...requestHeaders(place.path), ...listAt(given, "parameters").map(parameter)],
  ...requestBody(place, given, examples),
  responses: responses(place, given, examples)
})

const pathItem = (path: string, examples: ExampleIndex): JsonObject =>
  Object.fromEntries(
    Object.entries(objectAt(objectAt(declared, "paths"), path)).map(([method, given]) =>
      [method, operation({ method, path }, objectOf(given), examples)])
  )

const info: JsonObject = {
  title: "spec-kitty receiver",
  version: "3.0.0",
  summary: "What a server answers that takes the events and texts of spec-kitty projects.",
  description:
    "Generated. What a schema can't say is in batch-ingest.md, body-sync.md and tracker-bind.md beside this file.",
  license: { name: "MIT", identifier: "MIT" }
}

/** `openapi.json`: every endpoint that the sender calls, as the reference receiver declares them. */
export const openApi = (retired: JsonObject, examples: ExampleIndex): JsonObject => ({
  openapi: "3.1.0",
  info,
  jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
  servers: [{ url: "https://receiver.example.com", description: "Yours. https, or http on loopback." }],
  security: [{ bearer: [] }],
  tags: declared["tags"],
  paths: Object.fromEntries(Object.keys(objectAt(declared, "paths")).map((path) => [path, pathItem(path, examples)])),
  components: {
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer", description: "The access token of /api/v1/token/." }
    },
    schemas: componentSchemas(retired)
  }
})
