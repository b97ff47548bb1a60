import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as client from "../../../src/layers/http/client.js"
import * as SignInServerHttp from "../../../src/layers/http/SignInServer.js"
import { SignInServer } from "../../../src/services/SignInServer.js"
import { Settings } from "../../../src/services/Settings.js"
import { hostileServer, rawServer } from "../../faults/hostileServer.js"
import { settingsOf } from "../../fixtures/httpTransports.js"

const layer = SignInServerHttp.layer.pipe(Layer.provide(client.layer), Layer.provide(Layer.succeed(Settings, settingsOf())))

describe("S20 G-N1 redirects of the token endpoints", () => {
  it.scopedLive.each([301, 302, 303, 307, 308])("S20 G-N1 after a %s neither the password nor the refresh token goes to another port: not a byte", (status) =>
    Effect.gen(function*() {
      const collector = yield* rawServer(() => undefined)
      const server = yield* hostileServer(() => ({ status, headers: { location: `${collector.url}/api/v1/token/` } }))
      const it = yield* SignInServer
      const errors = [
        yield* Effect.flip(it.signIn(server.url, { username: "ana", password: Redacted.make("hunter2") })),
        yield* Effect.flip(it.renew(server.url, Redacted.make("d.e.f")))
      ]
      expect(errors.map((error) => [error._tag, "kind" in error ? error.kind : null])).toEqual([
        ["SignInMisanswered", "redirect"], ["SignInMisanswered", "redirect"]
      ])
      expect(server.requests.map(({ url }) => url)).toEqual(["/api/v1/token/", "/api/v1/token/refresh/"])
      expect([collector.connections.count, collector.bytes()]).toStrictEqual([0, ""])
    }).pipe(Effect.provide(layer)))
})
