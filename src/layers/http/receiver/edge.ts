import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { endpointOf } from "../../../domain/receiver/refusals.js"
import { replies, reply, type Reply } from "../../../domain/receiver/Reply.js"
import type { FaultPlayer } from "./faultPlayer.js"
import { type CallRefusal, isCallRefusal } from "./TrackerCaller.js"

/** A reply as the platform's response. */
export const respond = ({ body, headers, status }: Reply): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.unsafeJson(body, { status, headers })

/** On every answer: nobody caches it, no browser guesses its type or reads it from another site. */
const withSafeHeaders = HttpServerResponse.setHeaders({
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin"
})

/**
 * Refuses requests that a browser was tricked into (DNS rebinding): exactly one Host header, exactly ours, and a
 * path as target. Node itself passes any Host on, and of two it takes the first.
 */
const hostFault = (request: HttpServerRequest.HttpServerRequest, port: number): Option.Option<Reply> => {
  const { rawHeaders, url = "" } = NodeHttpServerRequest.toIncomingMessage(request)
  const hosts = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === "host")
  if (hosts.length !== 1 || !url.startsWith("/")) return Option.some(reply(400, { error: "bad_request" }))
  const ours = hosts[0] === `127.0.0.1:${port}` || hosts[0] === `localhost:${port}`
  return ours ? Option.none() : Option.some(reply(421, { error: "misdirected_request" }))
}

/**
 * Cuts the connection. The platform interrupts the request when its response closes; until then nothing may be answered.
 */
const hangUp = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<never> =>
  Effect.zipRight(
    Effect.sync(() => void NodeHttpServerRequest.toIncomingMessage(request).socket.destroy()),
    Effect.interruptible(Effect.never)
  )

type App = HttpApp.Default

/** Faults act on the API alone. */
const withFaults = (app: App, faults: FaultPlayer): App =>
  Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
    Effect.gen(function*() {
      if (!request.url.startsWith("/api/")) return yield* app
      if (faults.offline) return yield* hangUp(request)
      const instead = yield* Effect.interruptible(faults.beforeWork(endpointOf(request.url)))
      if (Option.isSome(instead)) return respond(instead.value)
      const response = yield* app
      return response.status < 400 && (yield* faults.dropsAnswer) ? yield* hangUp(request) : response
    }))

/** The router's failure for an unknown path or method. It is there at run time, though the type hides it: a middleware's too. */
const isRouteNotFound = Predicate.isTagged("RouteNotFound")

const refuseCall = (refusal: CallRefusal) => Effect.succeed(respond(reply(400, { ...refusal })))

/** What stands between the socket and the routes, for every path and method. */
export const edge = (port: number, faults: FaultPlayer) => (app: App): App =>
  Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
    Option.match(hostFault(request, port), {
      onSome: (refusal) => Effect.succeed(respond(refusal)),
      onNone: () => withFaults(app, faults)
    })).pipe(
      Effect.catchIf(isRouteNotFound, () => Effect.succeed(respond(replies.notFound))),
      Effect.catchIf(isCallRefusal, refuseCall),
      Effect.map(withSafeHeaders)
    )
