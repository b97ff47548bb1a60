import type * as Headers from "@effect/platform/Headers"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import type { Settings } from "../../services/Settings.js"

/** No answer came of one request. `code` says how, without a secret: `ECONNREFUSED`. */
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

export interface OutgoingRequest {
  readonly server: ServerUrl
  /** With a leading slash; a query is part of it. */
  readonly path: string
  /** JSON, maybe compressed, for a POST; null for a GET. */
  readonly body: Uint8Array | null
  readonly headers: Headers.Input
}

/**
 * The one way this program speaks HTTP: one `send` is one request on the wire. Verified TLS, no redirects, no second try,
 * no tracing headers; bounded by the timeouts and byte caps of `Settings.http`.
 */
export class HttpPolicy extends Context.Tag("spec-kitty/http/HttpPolicy")<HttpPolicy, {
  /** Any status is an answer. An encoded, endless or non-UTF-8 2xx is none, since it can't acknowledge anything. */
  readonly send: (request: OutgoingRequest) => Effect.Effect<Answer, NoAnswer>
}>() {}

/**
 * The client of `client.ts`, loaded for the first request: a command that finds nothing to send pays nothing for it.
 * Connections live as long as the layer.
 */
export const layer: Layer.Layer<HttpPolicy, never, Settings> = Layer.scoped(
  HttpPolicy,
  Effect.gen(function*() {
    const context = yield* Effect.context<Settings>()
    const scope = yield* Effect.scope
    const loaded = Effect.promise(() => import("./client.js")).pipe(
      Effect.flatMap((client) => Layer.buildWithScope(client.layer, scope)),
      Effect.map(Context.get(HttpPolicy)),
      Effect.provide(context),
      // Shared by all requests, so that none of them may leave it half done.
      Effect.uninterruptible
    )
    const policy = yield* Effect.cached(loaded)
    return HttpPolicy.of({ send: (request) => Effect.flatMap(policy, ({ send }) => send(request)) })
  })
)
