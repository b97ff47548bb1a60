import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici"
import type { SettingsValues } from "../../services/Settings.js"

type HttpSettings = SettingsValues["http"]

const maxHeaderBytes = 64 * 1024

const agentOptions = (settings: HttpSettings): Agent.Options => ({
  headersTimeout: Duration.toMillis(settings.headersTimeout),
  bodyTimeout: Duration.toMillis(settings.idleTimeout),
  maxHeaderSize: maxHeaderBytes,
  maxResponseSize: settings.maxResponseBytes,
  pipelining: 1,
  connect: tlsOptions(settings)
})

// Said out loud, because otherwise NODE_TLS_REJECT_UNAUTHORIZED=0 would turn verification off (G-N3).
const tlsOptions = (settings: HttpSettings) => ({
  timeout: Duration.toMillis(settings.connectTimeout),
  rejectUnauthorized: true
})

/**
 * The Effect client asks for no timeouts of its own per request (`headersTimeout` an hour, `bodyTimeout` none), which
 * would win over the agent's: ours are put back here.
 */
const withDeadlines = (settings: HttpSettings) => (dispatcher: Dispatcher): Dispatcher =>
  dispatcher.compose((dispatch) => (options, handler) =>
    dispatch({
      ...options,
      headersTimeout: Duration.toMillis(settings.headersTimeout),
      bodyTimeout: Duration.toMillis(settings.idleTimeout)
    }, handler)
  )

const close = (dispatcher: Dispatcher) => Effect.promise(() => dispatcher.destroy())

/**
 * Connections without a proxy: kept alive, one request on each at a time, verified, bounded in time and size, never
 * redirected, never repeated by themselves.
 */
export const direct = (settings: HttpSettings) =>
  Effect.acquireRelease(Effect.sync(() => new Agent(agentOptions(settings))), close).pipe(
    Effect.map(withDeadlines(settings))
  )

/** `HTTPS_PROXY` is no URL of a proxy. Only servers elsewhere can't be reached because of it. */
export class ProxyUnusable extends Schema.TaggedError<ProxyUnusable>()("ProxyUnusable", {}) {
  readonly code = "PROXY_UNUSABLE"
}

/**
 * The same through `HTTPS_PROXY`, except for the hosts of `NO_PROXY`. Both are handed in, so that the agent does not look
 * into the environment. http is spoken on loopback alone, which never comes here.
 */
export const proxied = (settings: HttpSettings, proxy: NonNullable<HttpSettings["proxy"]>) =>
  Effect.acquireRelease(
    Effect.try({
      try: () =>
        new EnvHttpProxyAgent({
          ...agentOptions(settings),
          httpProxy: "",
          httpsProxy: Redacted.value(proxy.url),
          noProxy: proxy.bypass,
          requestTls: tlsOptions(settings),
          proxyTls: tlsOptions(settings)
        }),
      catch: () => new ProxyUnusable()
    }),
    close
  ).pipe(Effect.map(withDeadlines(settings)))
