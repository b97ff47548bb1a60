import * as HttpApiMiddleware from "@effect/platform/HttpApiMiddleware"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { callFault, callFaultCodes } from "../../../domain/receiver/tracker/callFault.js"
import { trackerHeaders, TrackerRefusal } from "../../../domain/wire/tracker.js"

/**
 * The refusal as a server gives it: always with its word. Every field of the shape is optional to a client, and so
 * any error at all would pass for one.
 */
export const NamedTrackerRefusal = Schema.Struct(TrackerRefusal.fields).pipe(
  Schema.filter(({ error_code }) => typeof error_code === "string", { jsonSchema: { required: ["error_code"] } })
).annotations({ identifier: "TrackerRefusal", description: "The tracker's answer is no." })

/** 400 of every tracker endpoint. */
const CallRefusal = Schema.Struct({
  ...TrackerRefusal.fields,
  error_code: Schema.Literal(...callFaultCodes, "invalid_request").annotations({ description: "A stable word." })
}).annotations({ identifier: "TrackerCallRefusal", description: "The request can't be answered, whoever sends it." })

export type CallRefusal = typeof CallRefusal.Type

/** True for what `TrackerCaller` fails with. The platform would take its status from whichever refusal has this shape. */
export const isCallRefusal = Schema.is(CallRefusal)

/** Guards the tracker's endpoints: who calls names a team, and asks for something that can be asked for. */
export class TrackerCaller extends HttpApiMiddleware.Tag<TrackerCaller>()("spec-kitty/ReceiverTrackerCaller", {
  failure: CallRefusal.annotations(HttpApiSchema.annotations({ status: 400 }))
}) {}

/** Looks at the request before the platform decodes it, whose own refusals have another shape. */
export const layerTrackerCaller: Layer.Layer<TrackerCaller> = Layer.succeed(
  TrackerCaller,
  Effect.gen(function*() {
    const { headers, url } = yield* HttpServerRequest.HttpServerRequest
    const { pathname, searchParams } = new URL(url, "http://127.0.0.1")
    const fault = callFault({
      path: pathname,
      team: headers[trackerHeaders.team] ?? "",
      idempotencyKey: headers[trackerHeaders.idempotencyKey] ?? "",
      query: Object.fromEntries(searchParams)
    })
    if (Option.isSome(fault)) return yield* Effect.fail(fault.value)
  })
)
