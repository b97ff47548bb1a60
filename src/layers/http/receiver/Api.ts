import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { Ledger } from "../../../domain/receiver/Ledger.js"
import { BodyRequest } from "../../../domain/sync/BodyRequest.js"
import { BatchInvalid, BatchRequest, BatchResults } from "../../../domain/wire/batch.js"
import { BodyAlreadyExists, BodyStored, NotThereYet } from "../../../domain/wire/push.js"
import { RateLimited, Refusal } from "../../../domain/wire/refusals.js"
import { routes } from "../../../domain/wire/routes.js"
import { ApiToken, LedgerToken } from "./Auth.js"

const events = HttpApiGroup.make("events")
  .add(
    HttpApiEndpoint.post("batch", routes.batch)
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
    HttpApiEndpoint.post("push", routes.push)
      .setPayload(BodyRequest)
      .addSuccess(BodyStored, { status: 201 })
      .addSuccess(BodyAlreadyExists, { status: 200 })
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
    HttpApiEndpoint.get("health", routes.health).addSuccess(Schema.Struct({ status: Schema.Literal("ok") }))
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
