import * as Schema from "effect/Schema"
import { readdirSync } from "node:fs"
import { BodyRequest } from "../../../src/domain/sync/BodyRequest.js"
import { BatchInvalid, BatchRequest, BatchResults } from "../../../src/domain/wire/batch.js"
import { Healthy } from "../../../src/domain/wire/health.js"
import { BodyAlreadyExists, BodyStored, NotThereYet } from "../../../src/domain/wire/push.js"
import { AuthenticationRequired, RateLimited, Refusal } from "../../../src/domain/wire/refusals.js"
import { RefreshAnswer, RefreshRequest, SignInAnswer, SignInRefused, SignInRequest } from "../../../src/domain/wire/signIn.js"
import {
  Binding, ConfirmRequest, Resolution, ResolveRequest, TrackerRefusal, TrackerResources, TrackerStatus, ValidateRequest, Validation
} from "../../../src/domain/wire/tracker.js"
import { handoff, readHandoff } from "./schemas.js"

const json = Schema.Record({ key: Schema.String, value: Schema.Unknown })
const headers = Schema.Record({ key: Schema.String, value: Schema.String })
const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

const Exchange = Schema.Struct({
  about: Schema.NonEmptyString,
  /** Whether the request is one that a receiver takes. */
  valid: Schema.Boolean,
  /** Of a request that is not: its schema, or a rule that a schema can't say. */
  refused_by: optional(Schema.Literal("schema", "rule")),
  request: Schema.Struct({
    method: Schema.Literal("GET", "POST"),
    path: Schema.String,
    headers,
    /** Path of the body's schema; absent without a body. */
    schema: optional(Schema.String),
    body: optional(json)
  }),
  response: Schema.Struct({ status: Schema.Int, headers: optional(headers), body: json })
})
export type Exchange = typeof Exchange.Type

const Fixture = Schema.Struct({
  fixture: Schema.String,
  about: Schema.NonEmptyString,
  valid: Schema.Boolean,
  look_at: Schema.NonEmptyArray(Schema.String),
  /** What the receiver is told to do wrong, in the words of `receiver serve --fault`. */
  faults: optional(Schema.Array(Schema.String)),
  /** The one account that may sign in; without one any name and any token will do. */
  account: optional(Schema.Struct({ username: Schema.String, password: Schema.String })),
  exchanges: Schema.NonEmptyArray(Exchange)
})
export type Fixture = typeof Fixture.Type

/** Every committed fixture. */
export const fixtures: ReadonlyArray<Fixture> = readdirSync(`${handoff}/fixtures`).sort().map((file) =>
  Schema.decodeUnknownSync(Fixture, { onExcessProperty: "error" })(readHandoff(`fixtures/${file}`))
)

const openapi = readHandoff("openapi.json")

/** Name of the schema that the OpenAPI document gives for an answer. */
export const answerName = ({ request: { method, path }, response: { status } }: Exchange): string => {
  const [route = ""] = path.split("?")
  const answer = openapi.paths[route]?.[method.toLowerCase()]?.responses?.[String(status)]
  return String(answer?.content?.["application/json"]?.schema?.$ref).split("/").at(-1) ?? ""
}

/** Our Schemas of what is asked, by the names under which they are handed over. */
export const requestSchemas: { readonly [name: string]: Schema.Schema.AnyNoContext } = {
  BatchRequest, BodyRequest, SignInRequest, RefreshRequest, ResolveRequest, ConfirmRequest, ValidateRequest
}

/** Our Schemas of what is answered. */
export const answerSchemas: { readonly [name: string]: Schema.Schema.AnyNoContext } = {
  BatchResults, BatchInvalid, BodyStored, BodyAlreadyExists, NotThereYet, Refusal, AuthenticationRequired, RateLimited, Healthy,
  SignInAnswer, RefreshAnswer, SignInRefused, TrackerResources, Resolution, Binding, Validation, TrackerStatus, TrackerRefusal
}

/** `BodyRequest` of `schemas/requests/BodyRequest.schema.json`. */
export const nameOf = (path: string): string => path.replace(/^.*\/|\.schema\.json$/g, "")
