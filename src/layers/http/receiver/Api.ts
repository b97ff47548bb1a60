import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../../../domain/dossier/Artifact.js"
import { EventEnvelope } from "../../../domain/events/EventEnvelope.js"
import { Ledger } from "../../../domain/receiver/Ledger.js"
import { maxBatchEvents } from "../../../domain/receiver/limits.js"
import { BodyRequest } from "../../../domain/sync/BodyRequest.js"
import { ApiToken, LedgerToken } from "./Auth.js"

/** Shape of every refusal: a stable word or sentence, and what is known beyond it. */
const Refusal = Schema.Struct({ error: Schema.String, detail: Schema.optional(Schema.String) })

const BatchRequest = Schema.Struct({
  events: Schema.Array(EventEnvelope).pipe(Schema.minItems(1), Schema.maxItems(maxBatchEvents))
})
const BatchResults = Schema.Struct({
  results: Schema.Array(Schema.Struct({
    event_id: Schema.String,
    status: Schema.Literal("success", "duplicate", "rejected"),
    error_message: Schema.optional(Schema.String)
  }))
})
const BatchInvalid = Schema.Struct({
  error: Schema.String,
  details: Schema.Array(Schema.Struct({ event_id: Schema.String, error: Schema.String }))
}).annotations({ description: "Nothing of the batch was stored." })

const echo = { artifact_path: ArtifactPath, content_hash: ContentHash }
const Stored = Schema.Struct({ status: Schema.Literal("stored"), ...echo })
const AlreadyExists = Schema.Struct({ status: Schema.Literal("already_exists"), ...echo })
const NotThereYet = Schema.Struct({
  error: Schema.Literal("index_entry_not_found", "namespace_not_found"),
  detail: Schema.String
}).annotations({ description: "Try again: the event that makes it may still be on its way." })
const RateLimited = Schema.Struct({ error: Schema.Literal("rate_limited"), retry_after: Schema.Int })

const events = HttpApiGroup.make("events")
  .add(
    HttpApiEndpoint.post("batch", "/api/v1/events/batch/")
      .setPayload(BatchRequest)
      .addSuccess(BatchResults)
      .addError(BatchInvalid, { status: 400 })
      .addError(Refusal, { status: 403 })
      .addError(Refusal, { status: 413 })
      .addError(Refusal, { status: 415 })
      .addError(RateLimited, { status: 429 })
      .addError(Refusal, { status: 503 })
      .annotate(OpenApi.Description, "One transaction. gzip or plain; at most 1000 events and 512 KiB decoded.")
  )
  .middleware(ApiToken)

const bodies = HttpApiGroup.make("bodies")
  .add(
    HttpApiEndpoint.post("push", "/api/dossier/push-content/")
      .setPayload(BodyRequest)
      .addSuccess(Stored, { status: 201 })
      .addSuccess(AlreadyExists, { status: 200 })
      .addError(Refusal, { status: 400 })
      .addError(Refusal, { status: 403 })
      .addError(NotThereYet, { status: 404 })
      .addError(Refusal, { status: 413 })
      .addError(Refusal, { status: 415 })
      .addError(RateLimited, { status: 429 })
      .addError(Refusal, { status: 503 })
      .annotate(OpenApi.Description, "One body of at most 524,288 bytes. Idempotent on namespace, path and hash.")
  )
  .middleware(ApiToken)

const health = HttpApiGroup.make("health")
  .add(
    HttpApiEndpoint.get("health", "/api/v1/sync/health/").addSuccess(Schema.Struct({ status: Schema.Literal("ok") }))
  )
  .middleware(ApiToken)

const ledger = HttpApiGroup.make("ledger")
  .add(
    HttpApiEndpoint.get("ledger", "/_ledger")
      .addSuccess(Ledger)
      .addError(Refusal, { status: 503 })
      .annotate(OpenApi.Description, "Everything accepted, with how often it was posted. Of the reference receiver only.")
  )
  .middleware(LedgerToken)

/** The whole HTTP surface of the reference receiver, declared once. */
export class ReceiverApi extends HttpApi.make("spec-kitty-receiver")
  .add(events).add(bodies).add(health).add(ledger)
  .annotate(OpenApi.Title, "spec-kitty receiver")
  .annotate(OpenApi.Version, "3.0.0")
{}

/** The surface as an OpenAPI 3.1 document. */
export const receiverOpenApi: OpenApi.OpenAPISpec = OpenApi.fromApi(ReceiverApi)
