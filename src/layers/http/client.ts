import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { identity } from "effect/Function"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { isLoopbackServer } from "../../domain/sync/parseServerUrl.js"
import { Settings } from "../../services/Settings.js"
import * as dispatcher from "./dispatcher.js"
import { type Answer, HttpPolicy, NoAnswer, type OutgoingRequest } from "./HttpPolicy.js"
import { overrideNotice } from "./overrideNotice.js"
import { silenceOf } from "./silence.js"

const decodeUtf8 = (bytes: ArrayBuffer) =>
  Either.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () => new NoAnswer({ silence: "unreadable", code: "not UTF-8" })
  })

const noAnswer = (cause: unknown) => new NoAnswer(silenceOf(cause))

/** Reads the body whole, so that the connection is free again. We ask for no encoding, so an encoded one is not ours. */
const readBody = (response: HttpClientResponse.HttpClientResponse) =>
  Effect.gen(function*() {
    const bytes = yield* Effect.mapError(response.arrayBuffer, noAnswer)
    const encoding = Headers.get(response.headers, "content-encoding")
    if (Option.exists(encoding, (name) => name.trim().toLowerCase() !== "identity")) {
      return yield* new NoAnswer({ silence: "unreadable", code: "encoded answer" })
    }
    return yield* decodeUtf8(bytes)
  })

const toAnswer = (response: HttpClientResponse.HttpClientResponse) => {
  const { headers, status } = response
  const success = status >= 200 && status < 300
  return readBody(response).pipe(
    Effect.catchTag("NoAnswer", (error) => success ? error : Effect.succeed("")),
    Effect.map((text): Answer => ({ status, headers, text }))
  )
}

const methodOf = ({ body }: OutgoingRequest) => body === null ? "GET" : "POST"

const toRequest = (request: OutgoingRequest) => {
  const { body, headers, path, server } = request
  return HttpClientRequest.make(methodOf(request))(`${server}${path}`).pipe(
    HttpClientRequest.setHeaders({
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "spec-kitty-effect"
    }),
    HttpClientRequest.setHeaders(headers),
    body === null ? identity : HttpClientRequest.bodyUint8Array(body, "application/json")
  )
}

const make = Effect.gen(function*() {
  const { http } = yield* Settings
  const tellOverride = yield* overrideNotice
  const clientOf = (connections: Parameters<typeof NodeHttpClient.makeUndici>[0]) =>
    NodeHttpClient.makeUndici(connections).pipe(HttpClient.withTracerPropagation(false))
  const direct = clientOf(yield* dispatcher.direct(http))
  const remote = http.proxy === undefined
    ? Either.right(direct)
    : Either.map(yield* Effect.either(dispatcher.proxied(http, http.proxy)), clientOf)

  /** Neither headers nor bodies: the token is in the one, and the other is nobody else's. */
  const logged = (request: OutgoingRequest) => <E extends NoAnswer, R>(effect: Effect.Effect<Answer, E, R>) =>
    Effect.timed(Effect.either(effect)).pipe(
      Effect.tap(([took, ended]) =>
        Effect.logDebug(`${methodOf(request)} ${request.path}`).pipe(Effect.annotateLogs({
          server: request.server,
          bytes: request.body?.byteLength ?? 0,
          milliseconds: Math.round(Duration.toMillis(took)),
          answer: Either.match(ended, { onLeft: ({ code, silence }) => `${silence} (${code})`, onRight: ({ status }) => `HTTP ${status}` })
        }))),
      Effect.flatMap(([, ended]) => ended)
    )

  const send = Effect.fn("HttpPolicy.send")(function*(request: OutgoingRequest) {
    yield* tellOverride(request.server)
    const client = isLoopbackServer(request.server) ? direct : yield* Either.mapLeft(remote, noAnswer)
    return yield* client.execute(toRequest(request)).pipe(
      Effect.mapError(noAnswer),
      Effect.flatMap(toAnswer),
      Effect.timeoutFail({
        duration: http.totalTimeout,
        onTimeout: () => new NoAnswer({ silence: "answer_timeout", code: "total deadline" })
      }),
      logged(request)
    )
  })
  return HttpPolicy.of({ send })
})

/** Connections live as long as the layer. */
export const layer = Layer.scoped(HttpPolicy, make)
