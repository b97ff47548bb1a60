import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import * as AccessTokensMemory from "../../../src/layers/memory/AccessTokens.js"
import { hostileServer, rawServer } from "../../faults/hostileServer.js"
import { canary, pushOne, sendTwo, transports } from "../../fixtures/httpTransports.js"

const inShort = (error: { readonly _tag: string; readonly reason: string; readonly kind?: string }) =>
  [error._tag, error.kind, error.reason]

describe("sign-in", () => {
  it.scopedLive("B-30 H-05 a 401 is the target's fault, so that no item pays for it", () =>
    Effect.gen(function*() {
      const server = yield* hostileServer(() => ({ status: 401, body: "{\"error\":\"Token expired or invalid\"}" }))
      const words = "HTTP 401: Token expired or invalid; " +
        "the server refused the stored token, which no refresh token renews"
      expect(inShort(yield* Effect.flip(pushOne(server.url)))).toEqual(["TargetFault", "sign_in", words])
      expect(inShort(yield* Effect.flip(sendTwo(server.url)))).toEqual(["TargetFault", "sign_in", words])
      expect(server.requests).toHaveLength(2)
    }).pipe(Effect.provide(transports())))

  it.scopedLive("B-30 U-30 without a token nothing is sent at all", () =>
    Effect.gen(function*() {
      const server = yield* rawServer(() => undefined)
      const words = "the stored access token has expired, and there is no refresh token to renew it with"
      expect(inShort(yield* Effect.flip(pushOne(server.url)))).toEqual(["TargetFault", "sign_in", words])
      expect(inShort(yield* Effect.flip(sendTwo(server.url)))).toEqual(["TargetFault", "sign_in", words])
      expect(server.connections.count).toBe(0)
    }).pipe(Effect.provide(transports({}, AccessTokensMemory.signedOut("expired")))))
})

describe("U-31 proxies", () => {
  const remote = ServerUrl.make("https://kitty.invalid")
  const proxyOf = (port: number, bypass = "") => ({
    proxy: { url: Redacted.make(`http://me:${canary}@127.0.0.1:${port}`), bypass }
  })
  const refusing = rawServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 407 Sign In\r\ncontent-length: 0\r\n\r\n")))

  it.scopedLive("U-31 U-30 a server elsewhere is reached through the proxy, whose refusal is the target's fault", () =>
    Effect.gen(function*() {
      const proxy = yield* refusing
      const error = yield* Effect.flip(pushOne(remote)).pipe(Effect.provide(transports(proxyOf(proxy.port))))
      expect(error).toMatchObject({ _tag: "TargetFault", kind: "offline" })
      expect(proxy.bytes()).toMatch(/^CONNECT kitty\.invalid:443 HTTP\/1\.1\r\n/)
      // Neither the bearer token nor a byte of the body is shown to the proxy, and its password is in no error.
      expect(proxy.bytes()).not.toMatch(/bearer|content_body/i)
      expect(JSON.stringify(error)).not.toContain(canary)
    }))

  it.scopedLive("U-31 a server on this machine, and one named by NO_PROXY, is reached directly", () =>
    Effect.gen(function*() {
      const proxy = yield* refusing
      const server = yield* hostileServer(() => ({ status: 503 }))
      const direct = transports(proxyOf(proxy.port, "kitty.invalid"))
      expect(yield* Effect.flip(pushOne(server.url)).pipe(Effect.provide(direct))).toMatchObject({ reasonCode: "server_error" })
      expect(yield* Effect.flip(pushOne(remote)).pipe(Effect.provide(direct))).toMatchObject({ kind: "offline" })
      expect(proxy.connections.count).toBe(0)
    }))

  it.scopedLive("U-31 an HTTPS_PROXY that is no URL stops what would go through it, and nothing else", () =>
    Effect.gen(function*() {
      const broken = transports({ proxy: { url: Redacted.make("no url"), bypass: "" } })
      const server = yield* hostileServer(() => ({ status: 503 }))
      expect(yield* Effect.flip(pushOne(remote)).pipe(Effect.provide(broken)))
        .toMatchObject({ kind: "offline", reason: "no connection to the server (PROXY_UNUSABLE)" })
      expect(yield* Effect.flip(pushOne(server.url)).pipe(Effect.provide(broken))).toMatchObject({ reasonCode: "server_error" })
    }))
})
