import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { batchReply } from "../../../../domain/receiver/BatchAnswer.js"
import { maxBatchBytes, maxBatchRawBytes } from "../../../../domain/receiver/limits.js"
import { reply } from "../../../../domain/receiver/Reply.js"
import type { Receiver } from "../../../../services/Receiver.js"
import { ReceiverApi } from "../Api.js"
import { respond } from "../edge.js"
import { readJson } from "../RawBody.js"
import { answered } from "./answered.js"

const decodeBatch = Schema.decodeUnknownOption(Schema.Struct({ events: Schema.Array(Schema.Unknown) }), {
  onExcessProperty: "error"
})

const notABatch = reply(400, { error: "The body must be an object whose only key is events, a list", details: [] })

const batch = (receiver: Receiver["Type"]) => (request: HttpServerRequest.HttpServerRequest) =>
  Effect.gen(function*() {
    const limits = { rawBytes: maxBatchRawBytes, decodedBytes: maxBatchBytes }
    const decoded = decodeBatch(yield* readJson(request, limits))
    return respond(Option.isNone(decoded) ? notABatch : batchReply(yield* receiver.ingest(decoded.value.events)))
  }).pipe(answered)

/** Takes the raw body: it has limits and answers of its own. */
export const layerEvents = (receiver: Receiver["Type"]) =>
  HttpApiBuilder.group(ReceiverApi, "events", (handlers) =>
    handlers.handleRaw("batch", ({ request }) => batch(receiver)(request)))
