import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import { parseAccount } from "../../../src/domain/receiver/Account.js"
import { Fault } from "../../../src/domain/receiver/Fault.js"
import { RefreshAnswer, SignInAnswer } from "../../../src/domain/wire/signIn.js"
import { routes } from "../../../src/domain/wire/routes.js"
import * as ReceiverServer from "../../../src/layers/http/ReceiverServer.js"
import * as ReceiverMemory from "../../../src/layers/memory/Receiver.js"
import { ReceiverAddress } from "../../../src/services/ReceiverAddress.js"
import { httpCall } from "../../fixtures/httpCall.js"
import { receiverNeeds } from "../../fixtures/receiverNeeds.js"

const ana = Either.getOrThrow(parseAccount(Redacted.make("ana:tea:time")))

const serving = (options: Partial<ReceiverServer.ReceiverServerOptions> = {}) =>
  ReceiverServer.layer({ port: 0, tokens: [], faults: [], ...options }).pipe(
    Layer.provideMerge(ReceiverMemory.layer()),
    Layer.provide(receiverNeeds)
  )

const call = (...options: ReadonlyArray<Parameters<typeof httpCall>[1]>) =>
  Effect.flatMap(ReceiverAddress, ({ url }) => httpCall(url, options[0] ?? { path: "/" }))
const post = (path: string, body: unknown) =>
  call({ method: "POST", path, headers: { "content-type": "application/json" }, body: JSON.stringify(body) })
const login = (username = "ana", password = "tea:time") => post(routes.signIn, { username, password })
const refresh = (token: string) => post(routes.refresh, { refresh: token })
const health = (token: string) =>
  Effect.map(call({ path: routes.health, headers: { authorization: `Bearer ${token}` } }), ({ status }) => status)
const signIns = Effect.map(call({ path: "/_sign-ins" }), ({ json }) => json)

const tokensOf = ({ json }: { readonly json: unknown }) => {
  const { access, refresh } = Schema.decodeUnknownSync(SignInAnswer)(json)
  return { access: Redacted.value(access), refresh: Redacted.value(refresh) }
}

describe("receiver: signing in", () => {
  it.scopedLive("B-24 an account's name and password are tokens that open the API; others are 401", () =>
    Effect.gen(function*() {
      const answer = yield* login()
      expect(answer).toMatchObject({
        status: 200,
        json: { access_lifetime: 900, refresh_lifetime: 604_800, team_slug: "acme" }
      })
      const { access, refresh: token } = tokensOf(answer)
      expect(access).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
      expect(token).not.toBe(access)
      expect(yield* health(access)).toBe(200)
      for (const other of ["made-up", token, ""]) expect(yield* health(other)).toBe(401)
      for (const [name, password] of [["ana", "tea"], ["bo", "tea:time"], ["ana:tea", "time-"]] as const) {
        expect(yield* login(name, password)).toMatchObject({ status: 401, json: { error: "invalid_credentials" } })
      }
      expect(yield* signIns).toEqual({ logins: 1, refreshes: 0, refused: 3 })
    }).pipe(Effect.provide(serving({ accounts: [ana] }))))

  it.scopedLive("B-24 without accounts everybody signs in, and any other token is good as well", () =>
    Effect.gen(function*() {
      const { access } = tokensOf(yield* login("who", "ever"))
      expect([yield* health(access), yield* health("made-up")]).toEqual([200, 200])
    }).pipe(Effect.provide(serving())))

  it.scopedLive("B-24 beside --token the issued ones are good, but the ledger is not theirs", () =>
    Effect.gen(function*() {
      const { access } = tokensOf(yield* login("who", "ever"))
      expect([yield* health(access), yield* health("dev"), yield* health("made-up")]).toEqual([200, 200, 401])
      const asked = (token: string) => call({ path: "/_ledger", headers: { authorization: `Bearer ${token}` } })
      expect([(yield* asked(access)).status, (yield* asked("dev")).status]).toEqual([401, 200])
    }).pipe(Effect.provide(serving({ tokens: [Redacted.make("dev")] }))))

  it.scopedLive("G-V1 U-30 what is no sign-in is 400 or 415, without a word of it", () =>
    Effect.gen(function*() {
      for (const body of [{}, { username: "", password: "s3cret" }, { username: "ana", password: ["s3cret"] }, ["s3cret"], null]) {
        const answer = yield* post(routes.signIn, body)
        expect(answer).toMatchObject({ status: 400, json: { error: "bad_request" } })
        expect(answer.text).not.toContain("s3cret")
      }
      expect((yield* post(routes.refresh, { refresh: "" })).status).toBe(400)
      expect((yield* call({ method: "POST", path: routes.signIn, body: "{}" })).status).toBe(415)
      expect((yield* login("ana", "x".repeat(20_000))).status).toBe(413)
    }).pipe(Effect.provide(serving({ accounts: [ana] }))))
})

describe("receiver: refreshing", () => {
  it.scopedLive("B-24 a refresh token is good once, and brings the next one", () =>
    Effect.gen(function*() {
      const first = tokensOf(yield* login())
      const second = tokensOf(yield* refresh(first.refresh))
      expect(yield* health(second.access)).toBe(200)
      expect(yield* refresh(first.refresh)).toMatchObject({ status: 401, json: { error: "invalid_refresh_token" } })
      expect((yield* refresh(second.refresh)).status).toBe(200)
      expect(yield* signIns).toEqual({ logins: 1, refreshes: 2, refused: 1 })
    }).pipe(Effect.provide(serving({ accounts: [ana] }))))

  it.scopedLive("N-07 keep-refresh: the answer has no refresh token and the old one stays good", () =>
    Effect.gen(function*() {
      const first = tokensOf(yield* login())
      for (const _ of [1, 2]) {
        const answer = yield* refresh(first.refresh)
        expect(answer.status).toBe(200)
        expect(Object.keys(Schema.decodeUnknownSync(RefreshAnswer)(answer.json))).not.toContain("refresh")
      }
    }).pipe(Effect.provide(serving({ faults: [Fault.KeepRefresh()] }))))

  it.scopedLive("N-07 refresh-refused:N: the next N refreshes are 401 and use nothing up", () =>
    Effect.gen(function*() {
      const first = tokensOf(yield* login())
      const statuses = yield* Effect.replicateEffect(Effect.map(refresh(first.refresh), ({ status }) => status), 3)
      expect(statuses).toEqual([401, 401, 200])
    }).pipe(Effect.provide(serving({ faults: [Fault.RefreshRefused({ count: 2 })] }))))

  it.scopedLive("N-07 expire-access:N: each token is good for N requests, also where any token is good", () =>
    Effect.gen(function*() {
      const first = tokensOf(yield* login())
      expect(yield* Effect.replicateEffect(health(first.access), 4)).toEqual([200, 200, 401, 401])
      const second = tokensOf(yield* refresh(first.refresh))
      expect(yield* Effect.replicateEffect(health(second.access), 3)).toEqual([200, 200, 401])
    }).pipe(Effect.provide(serving({ faults: [Fault.ExpireAccess({ requests: 2 })] }))))

  it.scoped("N-07 access-lifetime: told to the client, and kept by the clock", () =>
    Effect.gen(function*() {
      const answer = yield* login()
      expect(answer.json).toMatchObject({ access_lifetime: 30 })
      const { access } = tokensOf(answer)
      yield* TestClock.adjust("29 seconds")
      expect(yield* health(access)).toBe(200)
      yield* TestClock.adjust("1 second")
      expect(yield* health(access)).toBe(401)
    }).pipe(Effect.provide(serving({ faults: [Fault.AccessLifetime({ lifetimeMs: 30_000 })] }))))

  it.scopedLive("N-07 faults by number leave signing in alone, but for 429", () =>
    Effect.gen(function*() {
      expect((yield* login()).status).toBe(429)
      const { access } = tokensOf(yield* login())
      expect([yield* health(access), yield* health(access)]).toEqual([401, 200])
    }).pipe(Effect.provide(serving({
      faults: [Fault.Refuse({ refusal: "401", count: 1 }), Fault.Refuse({ refusal: "429", count: 1 })]
    }))))
})
