import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import { Healthy } from "../../../../domain/wire/health.js"
import { RateLimited, Refusal } from "../../../../domain/wire/refusals.js"
import { routes } from "../../../../domain/wire/routes.js"
import { ApiToken } from "../Auth.js"

const ask = HttpApiEndpoint.get("health", routes.health)
  .addSuccess(Healthy)
  .addError(Refusal, { status: 403 })
  .addError(RateLimited, { status: 429 })
  .addError(Refusal, { status: 503 })
  .annotate(OpenApi.Summary, "Ask whether the server would take what this token sends")
  .annotate(OpenApi.Description, "Changes nothing. Only the status counts; the body is for people.")

/** Whether the server is there and the token is good. */
export const health = HttpApiGroup.make("health")
  .add(ask)
  .middleware(ApiToken)
  .annotate(OpenApi.Description, "Whether the server is there and the token is good.")
