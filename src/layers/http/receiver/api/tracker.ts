import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { Refusal } from "../../../../domain/wire/refusals.js"
import { routes } from "../../../../domain/wire/routes.js"
import {
  Binding,
  ConfirmRequest,
  Resolution,
  ResolveRequest,
  ResourcesQuery,
  StatusQuery,
  trackerHeaders,
  TrackerResources,
  TrackerStatus,
  ValidateRequest,
  Validation
} from "../../../../domain/wire/tracker.js"
import { ApiToken } from "../Auth.js"
import { NamedTrackerRefusal, TrackerCaller } from "../TrackerCaller.js"

const team = {
  [trackerHeaders.team]: Schema.NonEmptyString.annotations({ description: "Team of the account.", examples: ["acme"] })
}
const Headers = Schema.Struct(team)
const ConfirmHeaders = Schema.Struct({
  ...team,
  [trackerHeaders.idempotencyKey]: Schema.NonEmptyString.annotations({
    description: "A UUID of this one intent: the same key again is the same answer and binds nothing twice.",
    examples: ["3f0c7c1e-58a2-4d6b-9a55-6f2f4c2f9d10"]
  })
})

const resources = HttpApiEndpoint.get("resources", routes.trackerResources)
  .setHeaders(Headers)
  .setUrlParams(ResourcesQuery)
  .addSuccess(TrackerResources)
  .annotate(OpenApi.Summary, "List what a project can be bound to")
  .annotate(OpenApi.Description, "The resources of the team's trackers, and which project each is bound to.")

const resolve = HttpApiEndpoint.post("resolve", routes.trackerResolve)
  .setHeaders(Headers)
  .setPayload(ResolveRequest)
  .addSuccess(Resolution)
  .addError(NamedTrackerRefusal, { status: 413 })
  .addError(NamedTrackerRefusal, { status: 415 })
  .annotate(OpenApi.Summary, "Find the resource of a project")
  .annotate(OpenApi.Description, "exact, with a binding_ref where the project is bound already; else candidates, or none.")

const confirm = HttpApiEndpoint.post("confirm", routes.trackerConfirm)
  .setHeaders(ConfirmHeaders)
  .setPayload(ConfirmRequest)
  .addSuccess(Binding)
  .addError(NamedTrackerRefusal, { status: 404 })
  .addError(NamedTrackerRefusal, { status: 409 })
  .addError(NamedTrackerRefusal, { status: 413 })
  .addError(NamedTrackerRefusal, { status: 415 })
  .annotate(OpenApi.Summary, "Bind a project to a resource")
  .annotate(
    OpenApi.Description,
    "404 invalid_candidate_token: resolve again. 409 idempotency_key_reused: the key was used for another request."
  )

const validate = HttpApiEndpoint.post("validate", routes.trackerValidate)
  .setHeaders(Headers)
  .setPayload(ValidateRequest)
  .addSuccess(Validation)
  .addError(NamedTrackerRefusal, { status: 413 })
  .addError(NamedTrackerRefusal, { status: 415 })
  .annotate(OpenApi.Summary, "Ask whether a binding is still good")
  .annotate(OpenApi.Description, "A binding that is not there any more, or another project's, is an answer and no error.")

const status = HttpApiEndpoint.get("status", routes.trackerStatus)
  .setHeaders(Headers)
  .setUrlParams(StatusQuery)
  .addSuccess(TrackerStatus)
  .addError(NamedTrackerRefusal, { status: 404 })
  .annotate(OpenApi.Summary, "Tell how the tracker is doing")
  .annotate(OpenApi.Description, "404 binding_not_found: there is no such binding, or the project has none.")

/** Binding a project to a resource of an issue tracker (064 FR-009). */
export const tracker = HttpApiGroup.make("tracker")
  .add(resources).add(resolve).add(confirm).add(validate).add(status)
  .addError(NamedTrackerRefusal, { status: 403 })
  .addError(NamedTrackerRefusal, { status: 429 })
  .addError(Refusal, { status: 503 })
  .middleware(TrackerCaller)
  .middleware(ApiToken)
  .annotate(OpenApi.Description, "Binds a project to a resource of an issue tracker.")
