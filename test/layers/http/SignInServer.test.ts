import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import * as client from "../../../src/layers/http/client.js"
import * as SignInServerHttp from "../../../src/layers/http/SignInServer.js"
import { SignInServer } from "../../../src/services/SignInServer.js"
import { Settings } from "../../../src/services/Settings.js"
import { hostileServer, rawServer, type Reply } from "../../faults/hostileServer.js"
import { settingsOf } from "../../fixtures/httpTransports.js"

const layer = SignInServerHttp.layer.pipe(
  Layer.provide(client.layer),
  Layer.provide(Layer.succeed(Settings, settingsOf({
    headersTimeout: Duration.millis(200), totalTimeout: Duration.millis(400), maxResponseBytes: 65_536
  })))
)

const password = "canary password 7f3a"
const refresh = "canary.refresh.7f3a"
const signIn = (server: ServerUrl) =>
  Effect.flatMap(SignInServer, (it) => it.signIn(server, { username: "ana", password: Redacted.make(password) }))
const renew = (server: ServerUrl) => Effect.flatMap(SignInServer, (it) => it.renew(server, Redacted.make(refresh)))

/** How both end, in short, and every word of their errors. */
const endings = (server: ServerUrl) =>
  Effect.gen(function*() {
    const errors = [yield* Effect.flip(signIn(server)), yield* Effect.flip(renew(server))]
    const said = errors.map((error) => [JSON.stringify(error), String(error), error.message, error.why, error.next, error.stack].join())
    expect(said.join()).not.toMatch(/canary|7f3a/)
    return errors.map((error) =>
      error._tag === "SignInUnanswered" ? `${error._tag} ${error.silence}` : error._tag === "SignInMisanswered" ? `${error._tag} ${error.kind}` : error._tag)
  })

const replying = (reply: Reply) => Effect.flatMap(hostileServer(() => reply), ({ url }) => endings(url))
const refused = ["LoginRefused", "RenewalRefused"]
const both = (ending: string) => [ending, ending]
const tokens = { access: "a.b.c", refresh: "d.e.f", access_lifetime: "60", team_slug: "acme" }

describe("sign-in over HTTP", () => {
  it.scopedLive("H-08 S20 each call is one POST of JSON to its own path, without an Authorization header", () =>
    Effect.gen(function*() {
      const server = yield* hostileServer(() => ({ body: JSON.stringify(tokens) }))
      const base = ServerUrl.make(`${server.url}/base`)
      const issued = [yield* signIn(base), yield* renew(base)]
      expect(issued.map(({ access, accessLifetime, refresh: next, teamSlug }) =>
        [Redacted.value(access), next === null ? null : Redacted.value(next), Duration.toSeconds(accessLifetime), teamSlug])).toEqual(
        [1, 2].map(() => ["a.b.c", "d.e.f", 60, "acme"])
      )
      expect(server.requests.map(({ body, headers, method, url }) =>
        [method, url, headers.authorization, headers["content-type"], JSON.parse(body.toString("utf8"))])).toEqual([
        ["POST", "/base/api/v1/token/", undefined, "application/json", { username: "ana", password }],
        ["POST", "/base/api/v1/token/refresh/", undefined, "application/json", { refresh }]
      ])
    }).pipe(Effect.provide(layer)))

  it.scopedLive("H-08 G-N4 S24 every status has its meaning, and what is sent back to us is repeated nowhere", () =>
    Effect.gen(function*() {
      const body = JSON.stringify({ error: `no good: ${password} ${refresh}`, access: refresh })
      const table: ReadonlyArray<readonly [ReadonlyArray<number>, ReadonlyArray<string>]> = [
        [[400, 401, 403, 409, 410, 413, 422], refused],
        [[202, 408, 425, 429, 500, 502, 503, 599], both("SignInUnanswered busy")],
        [[407], both("SignInUnanswered offline")],
        [[404, 405, 421], both("SignInMisanswered wrong_server")],
        [[412, 426], both("SignInMisanswered protocol")],
        [[301, 307, 308], both("SignInMisanswered redirect")]
      ]
      for (const [statuses, expected] of table) {
        for (const status of statuses) {
          const headers = { location: `https://evil.example/?t=${refresh}` }
          expect([status, yield* replying({ status, body, headers })]).toEqual([status, expected])
        }
      }
    }).pipe(Effect.provide(layer)), 30_000)

  it.scopedLive("H-08 G-A5 a 200 that issues nothing is no receiver's", () =>
    Effect.gen(function*() {
      const odd: ReadonlyArray<Reply> = [
        { body: "" }, { body: "null" }, { body: "[]" }, { body: "not json 7f3a" }, { body: JSON.stringify({ refresh: "r" }) },
        { body: JSON.stringify({ access: `a b ${refresh}`, refresh: "r" }) },
        { body: JSON.stringify({ access: "x".repeat(20_000), refresh: "r" }) },
        { body: "<html>sign in to the airport</html>", headers: { "content-type": "text/html" } },
        { body: JSON.stringify({ ...tokens, padding: "x".repeat(100_000) }) },
        { body: Buffer.from([0xff, 0xfe]) },
        { body: "x", headers: { "content-encoding": "gzip" } }
      ]
      for (const reply of odd) expect(yield* replying(reply)).toEqual(both("SignInMisanswered wrong_server"))
    }).pipe(Effect.provide(layer)))

  it.scopedLive("H-08 no answer is told by how it failed, and neither is asked twice", () =>
    Effect.gen(function*() {
      expect(yield* endings(ServerUrl.make("http://127.0.0.1:1"))).toEqual(both("SignInUnanswered offline"))
      const mute = yield* rawServer(() => undefined)
      expect(yield* endings(mute.url)).toEqual(both("SignInUnanswered timeout"))
      const cut = yield* rawServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{")))
      expect(yield* endings(cut.url)).toEqual(both("SignInUnanswered busy"))
      expect([mute, cut].map(({ bytes }) => bytes().match(/POST \/api/g)?.length)).toEqual([2, 2])
    }).pipe(Effect.provide(layer)))

  it.scopedLive("H-08 a renewal may bring no refresh token, a sign-in may not", () =>
    Effect.gen(function*() {
      const server = yield* hostileServer(() => ({ body: JSON.stringify({ access: "a.b.c" }) }))
      expect((yield* renew(server.url)).refresh).toBe(null)
      expect((yield* Effect.flip(signIn(server.url)))._tag).toBe("SignInMisanswered")
    }).pipe(Effect.provide(layer)))
})
