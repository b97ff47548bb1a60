import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import type { ReceiverUnavailable } from "../../../../domain/receiver/receiverErrors.js"
import { replies } from "../../../../domain/receiver/Reply.js"
import { respond } from "../edge.js"
import type { BodyRefused } from "../RawBody.js"

type Response = HttpServerResponse.HttpServerResponse

/** The failures that have an answer of their own. */
export const answered = <R>(
  effect: Effect.Effect<Response, BodyRefused | ReceiverUnavailable, R>
): Effect.Effect<Response, never, R> =>
  Effect.catchTags(effect, {
    BodyRefused: (refused) => Effect.succeed(respond(refused.reply)),
    ReceiverUnavailable: ({ detail }) =>
      Effect.as(Effect.logError(`The receiver's store failed: ${detail}`), respond(replies.unavailable))
  })
