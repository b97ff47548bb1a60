import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { isLoopbackServer } from "../../domain/sync/parseServerUrl.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { Settings } from "../../services/Settings.js"
import * as dispatcher from "./dispatcher.js"
import { silenceOf } from "./silence.js"

/** No answer came of one POST. `code` says how, without a secret: `ECONNREFUSED`. */
export class NoAnswer extends Schema.TaggedError<NoAnswer>()("NoAnswer", {
  silence: Schema.Literal("offline", "connect_timeout", "answer_timeout", "connection_lost", "unreadable"),
  code: Schema.String
}) {}

export interface Answer {
  readonly status: number
  readonly headers: Headers.Headers
  /** The body as UTF-8; empty where it could not be read and the status alone tells enough. */
  readonly text: string
}

export interface PostRequest {
  readonly server: ServerUrl
  /** With a leading slash. */
  readonly path: string
  readonly body: Uint8Array
  readonly headers: Headers.Input
}

/**
 * The one way this program speaks HTTP: one POST is one request on the wire. Verified TLS, no redirects, no second try,
 * no tracing headers; bounded by the timeouts and byte caps of `Settings.http`.
 */
export class HttpPolicy extends Context.Tag("spec-kitty/http/HttpPolicy")<HttpPolicy, {
  /** Any status is an answer. An encoded, endless or non-UTF-8 2xx is none, since it can't acknowledge anything. */
  readonly post: (request: PostRequest) => Effect.Effect<Answer, NoAnswer>
}>() {}

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

const toRequest = ({ body, headers, path, server }: PostRequest) =>
  HttpClientRequest.post(`${server}${path}`).pipe(
    HttpClientRequest.setHeaders({
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "spec-kitty-effect"
    }),
    HttpClientRequest.setHeaders(headers),
    HttpClientRequest.bodyUint8Array(body, "application/json")
  )

const make = Effect.gen(function*() {
  const { http } = yield* Settings
  const clientOf = (connections: Parameters<typeof NodeHttpClient.makeUndici>[0]) =>
    NodeHttpClient.makeUndici(connections).pipe(HttpClient.withTracerPropagation(false))
  const direct = clientOf(yield* dispatcher.direct(http))
  const remote = http.proxy === undefined
    ? Either.right(direct)
    : Either.map(yield* Effect.either(dispatcher.proxied(http, http.proxy)), clientOf)

  const post = Effect.fn("HttpPolicy.post")(function*(request: PostRequest) {
    const client = isLoopbackServer(request.server) ? direct : yield* Either.mapLeft(remote, noAnswer)
    return yield* client.execute(toRequest(request)).pipe(
      Effect.mapError(noAnswer),
      Effect.flatMap(toAnswer),
      Effect.timeoutFail({
        duration: http.totalTimeout,
        onTimeout: () => new NoAnswer({ silence: "answer_timeout", code: "total deadline" })
      })
    )
  })
  return HttpPolicy.of({ post })
})

/** Connections live as long as the layer. */
export const layer = Layer.scoped(HttpPolicy, make)
