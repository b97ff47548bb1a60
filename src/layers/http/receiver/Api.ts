import * as HttpApi from "@effect/platform/HttpApi"
import * as OpenApi from "@effect/platform/OpenApi"
import { bodies } from "./api/bodies.js"
import { events } from "./api/events.js"
import { health } from "./api/health.js"
import { ledger } from "./api/ledger.js"
import { signIn } from "./api/signIn.js"
import { tracker } from "./api/tracker.js"

/** The whole HTTP surface of the reference receiver, declared once. */
export class ReceiverApi extends HttpApi.make("spec-kitty-receiver")
  .add(signIn).add(events).add(bodies).add(health).add(tracker).add(ledger)
  .annotate(OpenApi.Title, "spec-kitty receiver")
  .annotate(OpenApi.Version, "3.0.0")
{}

/** What a client calls, as an OpenAPI 3.1 document. The receiver's own ledger is not in it. */
export const receiverOpenApi: OpenApi.OpenAPISpec = OpenApi.fromApi(ReceiverApi)
