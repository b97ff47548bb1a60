import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { BodyRequest } from "../../../../domain/sync/BodyRequest.js"
import { BodyAlreadyExists, BodyStored, NotThereYet } from "../../../../domain/wire/push.js"
import { RateLimited, Refusal } from "../../../../domain/wire/refusals.js"
import { routes } from "../../../../domain/wire/routes.js"
import { ApiToken } from "../Auth.js"

const push = HttpApiEndpoint.post("push", routes.push)
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
  .annotate(OpenApi.Summary, "Take one artifact's text")
  .annotate(OpenApi.Description, "One body of at most 524,288 bytes. Idempotent on namespace, path and hash.")

/** Texts of artifacts, one per request. */
export const bodies = HttpApiGroup.make("bodies")
  .add(push)
  .middleware(ApiToken)
  .annotate(OpenApi.Description, "The texts of artifacts that an event has indexed.")
