import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { batchReply } from "../../../domain/receiver/BatchAnswer.js"
import { Ledger } from "../../../domain/receiver/Ledger.js"
import { maxBatchBytes, maxBatchRawBytes, maxPushBytes } from "../../../domain/receiver/limits.js"
import { pushReply } from "../../../domain/receiver/PushAnswer.js"
import type { ReceiverUnavailable } from "../../../domain/receiver/receiverErrors.js"
import { replies, reply } from "../../../domain/receiver/Reply.js"
import { Receiver } from "../../../services/Receiver.js"
import { ReceiverApi } from "./Api.js"
import { respond } from "./edge.js"
import type { FaultPlayer } from "./faultPlayer.js"
import { type BodyRefused, readJson } from "./RawBody.js"

type Response = HttpServerResponse.HttpServerResponse
type Request = HttpServerRequest.HttpServerRequest

const decodeBatch = Schema.decodeUnknownOption(Schema.Struct({ events: Schema.Array(Schema.Unknown) }), {
  onExcessProperty: "error"
})
const encodeLedger = Schema.encodeSync(Ledger)

const notABatch = reply(400, { error: "The body must be an object whose only key is events, a list", details: [] })

/** The failures that have an answer of their own. */
const answered = <R>(
  effect: Effect.Effect<Response, BodyRefused | ReceiverUnavailable, R>
): Effect.Effect<Response, never, R> =>
  Effect.catchTags(effect, {
    BodyRefused: (refused) => Effect.succeed(respond(refused.reply)),
    ReceiverUnavailable: ({ detail }) =>
      Effect.as(Effect.logError(`The receiver's store failed: ${detail}`), respond(replies.unavailable))
  })

const batch = (receiver: Receiver["Type"]) => (request: Request) =>
  Effect.gen(function*() {
    const limits = { rawBytes: maxBatchRawBytes, decodedBytes: maxBatchBytes }
    const decoded = decodeBatch(yield* readJson(request, limits))
    return respond(Option.isNone(decoded) ? notABatch : batchReply(yield* receiver.ingest(decoded.value.events)))
  }).pipe(answered)

/** Namespace and path as a body names them, sound or not: what `404-index` counts by. */
const placeOf = (body: unknown): string => {
  if (!Predicate.isRecord(body)) return ""
  const { artifact_path, manifest_version, mission_slug, mission_type, project_uuid, target_branch } = body
  return JSON.stringify([project_uuid, mission_slug, target_branch, mission_type, manifest_version, artifact_path])
}

const push = (receiver: Receiver["Type"], faults: FaultPlayer) => (request: Request) =>
  Effect.gen(function*() {
    const body = yield* readJson(request, { rawBytes: maxPushBytes, decodedBytes: maxPushBytes })
    const instead = yield* faults.beforePush(placeOf(body))
    if (Option.isSome(instead)) return respond(instead.value)
    return respond(pushReply(yield* faults.afterPush(yield* receiver.push(body))))
  }).pipe(answered)

const readLedger = (receiver: Receiver["Type"]) =>
  answered(Effect.map(receiver.ledger, (ledger) => respond(reply(200, encodeLedger(ledger)))))

/** Every endpoint over one receiver. Batch and push take the raw body: it has limits and answers of its own. */
export const layerHandlers = (faults: FaultPlayer) =>
  Layer.unwrapEffect(Effect.map(Receiver, (receiver) =>
    Layer.mergeAll(
      HttpApiBuilder.group(ReceiverApi, "events", (handlers) =>
        handlers.handleRaw("batch", ({ request }) => batch(receiver)(request))),
      HttpApiBuilder.group(ReceiverApi, "bodies", (handlers) =>
        handlers.handleRaw("push", ({ request }) => push(receiver, faults)(request))),
      HttpApiBuilder.group(ReceiverApi, "health", (handlers) =>
        handlers.handle("health", () => Effect.succeed({ status: "ok" } as const))),
      HttpApiBuilder.group(ReceiverApi, "ledger", (handlers) =>
        handlers.handleRaw("ledger", () => readLedger(receiver)))
    )))
