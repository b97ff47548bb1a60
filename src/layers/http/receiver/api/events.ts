import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { BatchInvalid, BatchRequest, BatchResults } from "../../../../domain/wire/batch.js"
import { RateLimited, Refusal } from "../../../../domain/wire/refusals.js"
import { routes } from "../../../../domain/wire/routes.js"
import { ApiToken } from "../Auth.js"

const batch = HttpApiEndpoint.post("batch", routes.batch)
  .setPayload(BatchRequest)
  .addSuccess(BatchResults)
  .addError(BatchInvalid, { status: 400 })
  .addError(Refusal, { status: 403 })
  .addError(Refusal, { status: 413 })
  .addError(Refusal, { status: 415 })
  .addError(RateLimited, { status: 429 })
  .addError(Refusal, { status: 503 })
  .annotate(OpenApi.Summary, "Take a batch of events")
  .annotate(OpenApi.Description, "One transaction. gzip or plain; at most 1000 events and 512 KiB decoded.")

/** Events of a project, in batches. */
export const events = HttpApiGroup.make("events")
  .add(batch)
  .middleware(ApiToken)
  .annotate(OpenApi.Description, "What happened in a project: each event is stored once, however often it comes.")
