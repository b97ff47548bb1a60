import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { maxPushBytes } from "../../../../domain/receiver/limits.js"
import { PushAnswer, pushReply } from "../../../../domain/receiver/PushAnswer.js"
import type { Reply } from "../../../../domain/receiver/Reply.js"
import type { Receiver } from "../../../../services/Receiver.js"
import { ReceiverApi } from "../Api.js"
import { respond } from "../edge.js"
import type { FaultPlayer } from "../faultPlayer.js"
import { type BodyRefused, readJson } from "../RawBody.js"
import { answered } from "./answered.js"

/** Namespace and path as a body names them, sound or not: what `404-index` counts by. */
const placeOf = (body: unknown): string => {
  if (!Predicate.isRecord(body)) return ""
  const { artifact_path, manifest_version, mission_slug, mission_type, project_uuid, target_branch } = body
  return JSON.stringify([project_uuid, mission_slug, target_branch, mission_type, manifest_version, artifact_path])
}

/** What is no JSON is unsound as a whole. */
const unreadable = ({ reply }: BodyRefused): Reply =>
  reply.status === 400
    ? pushReply(PushAnswer.Invalid({ errors: [{ field: "request", message: String(reply.body["detail"]) }] }))
    : reply

const push = (receiver: Receiver["Type"], faults: FaultPlayer) => (request: HttpServerRequest.HttpServerRequest) =>
  Effect.gen(function*() {
    const body = yield* readJson(request, { rawBytes: maxPushBytes, decodedBytes: maxPushBytes })
    const instead = yield* faults.beforePush(placeOf(body))
    if (Option.isSome(instead)) return respond(instead.value)
    return respond(pushReply(yield* faults.afterPush(yield* receiver.push(body))))
  }).pipe(
    Effect.catchTag("BodyRefused", (refused) => Effect.succeed(respond(unreadable(refused)))),
    answered
  )

/** Takes the raw body: it has limits and answers of its own. */
export const layerBodies = (receiver: Receiver["Type"], faults: FaultPlayer) =>
  HttpApiBuilder.group(ReceiverApi, "bodies", (handlers) =>
    handlers.handleRaw("push", ({ request }) => push(receiver, faults)(request)))
