import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import { maxSmallBytes } from "../../../../domain/receiver/limits.js"
import type { Reply } from "../../../../domain/receiver/Reply.js"
import { trackerRefused } from "../../../../domain/receiver/tracker/refusals.js"
import { trackerHeaders } from "../../../../domain/wire/tracker.js"
import { ReceiverApi } from "../Api.js"
import { respond } from "../edge.js"
import { type BodyRefused, readJson } from "../RawBody.js"
import type { TrackerDesk } from "../trackerDesk.js"

/** What is wrong with a body, in the tracker's words. */
const inTrackerWords = ({ reply: { body, status } }: BodyRefused): Reply =>
  trackerRefused(status, { error_code: String(body["error"]), category: "validation", message: String(body["detail"]) })

const asking = (request: HttpServerRequest.HttpServerRequest, ask: (body: unknown) => Effect.Effect<Reply>) =>
  readJson(request, { rawBytes: maxSmallBytes, decodedBytes: maxSmallBytes }).pipe(
    Effect.flatMap(ask),
    Effect.catchTag("BodyRefused", (refused) => Effect.succeed(inTrackerWords(refused))),
    Effect.map(respond)
  )

/** Takes the raw bodies: their limits and refusals are the receiver's own. */
export const layerTracker = (desk: TrackerDesk) =>
  HttpApiBuilder.group(ReceiverApi, "tracker", (handlers) =>
    handlers
      .handleRaw("resources", ({ urlParams }) => Effect.map(desk.resources(urlParams), respond))
      .handleRaw("resolve", ({ request }) => asking(request, desk.resolve))
      .handleRaw("confirm", ({ headers, request }) =>
        asking(request, (body) => desk.confirm(body, headers[trackerHeaders.idempotencyKey])))
      .handleRaw("validate", ({ request }) => asking(request, desk.validate))
      .handleRaw("status", ({ urlParams }) => Effect.map(desk.status(urlParams), respond)))
