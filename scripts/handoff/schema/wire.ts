import * as Record from "effect/Record"
import type * as Schema from "effect/Schema"
import { BodyRequest } from "../../../src/domain/sync/BodyRequest.js"
import { Healthy } from "../../../src/domain/wire/health.js"
import { BatchInvalid, BatchRequest, BatchResults } from "../../../src/domain/wire/batch.js"
import { BodyAlreadyExists, BodyStored, NotThereYet } from "../../../src/domain/wire/push.js"
import { AuthenticationRequired, RateLimited, Refusal } from "../../../src/domain/wire/refusals.js"
import {
  RefreshAnswer, RefreshRequest, SignInAnswer, SignInRefused, SignInRequest
} from "../../../src/domain/wire/signIn.js"
import {
  Binding, ConfirmRequest, Resolution, ResolveRequest, TrackerRefusal, TrackerResources, TrackerStatus, ValidateRequest,
  Validation
} from "../../../src/domain/wire/tracker.js"
import { type JsonObject, objectAt, objectOf, without } from "../Json.js"
import { allEventDefinitions, eventKinds } from "./events.js"
import { dialect, generate, schemaId } from "./generate.js"
import { guarded } from "./retiredNames.js"

type Schemas = ReadonlyArray<Schema.Schema.AnyNoContext>

/** The requests whose bodies have no events in them. */
const requests: Schemas = [BodyRequest, SignInRequest, RefreshRequest, ResolveRequest, ConfirmRequest, ValidateRequest]

const responses: Schemas = [
  Healthy, BatchResults, BatchInvalid, BodyStored, BodyAlreadyExists, NotThereYet, Refusal, AuthenticationRequired, RateLimited,
  SignInAnswer, RefreshAnswer, SignInRefused, TrackerResources, Resolution, Binding, Validation, TrackerStatus, TrackerRefusal
]

/** Requests that take fields which they don't name, and so are held against the contract's retired names. */
const gated = new Set(["ResolveRequest", "ConfirmRequest", "ValidateRequest"])

/** What a receiver answers may say more than we read: only what we send is closed. */
const opened = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(opened)
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).filter(([key, item]) => key !== "additionalProperties" || item !== false)
  return Object.fromEntries(entries.map(([key, item]) => [key, opened(item)]))
}

const file = (kind: "request" | "response", name: string, definitions: JsonObject, extra: JsonObject): JsonObject => ({
  $schema: dialect,
  $id: schemaId(kind, name),
  title: name,
  ...objectAt(definitions, name),
  ...extra,
  ...(Object.keys(definitions).length === 1 ? {} : { $defs: without(definitions, name) })
})

const requestFile = ({ NoRetiredNames }: JsonObject) => (schema: Schema.Schema.AnyNoContext): readonly [string, JsonObject] => {
  const { definitions, name } = generate(schema)
  return gated.has(name)
    ? [name, file("request", name, { ...Record.map(definitions, (each) => guarded(objectOf(each))), NoRetiredNames }, {})]
    : [name, file("request", name, definitions, {})]
}

/** An event whose type says which schema it is held against, so that an engine names what is wrong with that one. */
const anyEvent: JsonObject = {
  type: "object",
  required: ["event_type"],
  properties: { event_type: { enum: eventKinds.map(([type]) => type) } },
  allOf: eventKinds.map(([type]) => ({
    if: { type: "object", properties: { event_type: { const: type } } },
    then: { $ref: `#/$defs/${type}Event` }
  }))
}

const batchFile = (retired: JsonObject): JsonObject => {
  const request = objectAt(generate(BatchRequest).definitions, "BatchRequest")
  const events = objectAt(objectAt(request, "properties"), "events")
  return {
    $schema: dialect,
    $id: schemaId("request", "BatchRequest"),
    title: "BatchRequest",
    ...request,
    properties: { events: { ...events, items: { $ref: "#/$defs/AnyEvent" } } },
    $defs: { AnyEvent: anyEvent, ...allEventDefinitions, ...retired }
  }
}

/** `schemas/requests/*` by name. */
export const requestFiles = (retired: JsonObject): ReadonlyArray<readonly [string, JsonObject]> => [
  ["BatchRequest", batchFile(retired)],
  ...requests.map(requestFile(retired))
]

/** `schemas/responses/*` by name. */
export const responseFiles: ReadonlyArray<readonly [string, JsonObject]> = responses.map((schema) => {
  const { definitions, name } = generate(schema)
  return [name, objectOf(opened(file("response", name, definitions, {})))]
})
