import { describe, expect, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import type { SignIn } from "../../src/domain/signIn/SignIn.js"
import { RenewalRefused, SignInUnanswered } from "../../src/domain/signIn/signInErrors.js"
import { ServerUrl } from "../../src/domain/sync/ServerTarget.js"
import { aSignIn, plainSignIn, signInServer as server } from "../../src/laws/fixtures/signIns.js"
import { SignInServerSteering } from "../../src/layers/memory/SignInServer.js"
import { AccessTokens } from "../../src/services/AccessTokens.js"
import { SignInServer } from "../../src/services/SignInServer.js"
import { SignInStore } from "../../src/services/SignInStore.js"

type World = AccessTokens | SignInServer | SignInServerSteering | SignInStore

/** Runs an effect on tokens over a store in which nobody has signed in, and over a fake server. */
export type WithFreshTokens = <A, E>(effect: Effect.Effect<A, E, World>) => Effect.Effect<A, unknown>

/** A sign-in that the fake server issued, so that it renews it; `changes` to what is stored of it. */
const signIn = (changes: Partial<SignIn> = {}) =>
  Effect.gen(function*() {
    const { access, refresh } = yield* (yield* SignInServer).signIn(server, {
      username: "dev@acme.example", password: Redacted.make("correct horse")
    })
    yield* (yield* SignInStore).save(aSignIn(0, yield* Clock.currentTimeMillis, { access, refresh, ...changes }))
  })

const current = Effect.flatMap(AccessTokens, (tokens) => Effect.map(tokens.current(server), Redacted.value))
const after401 = (token: string) =>
  Effect.flatMap(AccessTokens, (tokens) => Effect.map(tokens.after401(server, Redacted.make(token)), Redacted.value))
const taken = (token: string) => Effect.flatMap(AccessTokens, (tokens) => tokens.taken(Redacted.make(token)))
const renewals = Effect.map(
  Effect.flatMap(SignInServerSteering, ({ received }) => received),
  (calls) => calls.filter(({ _tag }) => _tag === "Renew").length
)
const eight = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.all(Array.from({ length: 8 }, () => effect), { concurrency: "unbounded" })
const stored = Effect.flatMap(SignInStore, ({ read }) => Effect.map(read, plainSignIn))
const busy = new SignInUnanswered({ server, purpose: "renewal", silence: "busy", reason: "HTTP 503" })

/** What tokens for requests promise, over any store. */
export const accessTokenLaws = (name: string, withFreshTokens: WithFreshTokens): void => {
  describe(`access tokens: ${name}`, () => {
    it.effect("G-A5 H-08 the stored token is good for a minute beyond its expiry, then it is renewed and stored", () =>
      withFreshTokens(Effect.gen(function*() {
        yield* signIn()
        yield* TestClock.adjust("15 minutes")
        yield* TestClock.adjust("59 seconds")
        expect(yield* current).toBe("access-1")
        expect(yield* renewals).toBe(0)
        yield* TestClock.adjust("1 seconds")
        expect(yield* current).toBe("access-2")
        expect(yield* current).toBe("access-2")
        expect(yield* renewals).toBe(1)
        expect(yield* stored).toMatchObject({ access: "access-2", refresh: "refresh-2", username: "dev@acme.example" })
      })))

    it.effect("G-A2 H-09 eight fibers that need another token at once make one renewal", () =>
      withFreshTokens(Effect.gen(function*() {
        yield* signIn({ accessExpiresAtMs: -600_000 })
        expect(yield* eight(current)).toEqual(Array.from({ length: 8 }, () => "access-2"))
        yield* taken("access-2")
        expect(yield* eight(after401("access-2"))).toEqual(Array.from({ length: 8 }, () => "access-3"))
        expect(yield* renewals).toBe(2)
      })))

    it.effect("G-A3 after a 401 to an older token than the stored one, it is the stored one, and nobody is asked", () =>
      withFreshTokens(Effect.gen(function*() {
        yield* signIn()
        expect(yield* after401("access-0")).toBe("access-1")
        expect(yield* renewals).toBe(0)
        expect(yield* stored).toMatchObject({ access: "access-1", refresh: "refresh-1" })
      })))

    it.effect("G-A1 G-A4 a renewed token that is refused before it was ever taken is the end, without another renewal", () =>
      withFreshTokens(Effect.gen(function*() {
        yield* signIn()
        expect(yield* after401("access-1")).toBe("access-2")
        const [first, second] = [yield* Effect.flip(after401("access-2")), yield* Effect.flip(after401("access-2"))]
        expect([first._tag, first.next, second._tag]).toEqual(["SignInNeeded", "spec-kitty auth login", "SignInNeeded"])
        expect(yield* renewals).toBe(1)
        expect(yield* stored).toMatchObject({ access: "access-2", refresh: "refresh-2" })
      })))

    it.effect("G-A1 one that was taken and is refused later has expired, and is renewed again", () =>
      withFreshTokens(Effect.gen(function*() {
        yield* signIn()
        for (const n of [1, 2, 3, 4]) {
          expect(yield* after401(`access-${n}`)).toBe(`access-${n + 1}`)
          yield* taken(`access-${n + 1}`)
        }
        expect(yield* renewals).toBe(4)
      })))

    it.effect("G-A1 G-A4 a refused renewal is asked for once, keeps what is stored, and ends with the next sign-in", () =>
      withFreshTokens(Effect.gen(function*() {
        yield* signIn({ accessExpiresAtMs: -600_000, refreshExpiresAtMs: -172_800_000 })
        yield* (yield* SignInServerSteering).failNext(new RenewalRefused({ server, status: 401, expiredForMs: null }))
        const before = yield* stored
        const [first, ...others] = yield* eight(Effect.flip(current))
        expect([first?._tag, first?.code, first?.why]).toEqual([
          "RenewalRefused", "AUTH-02", "POST /api/v1/token/refresh/ answered 401 (the refresh token expired 2 days ago)"
        ])
        expect(new Set(others.map(({ _tag }) => _tag))).toEqual(new Set(["RenewalRefused"]))
        expect(yield* renewals).toBe(1)
        expect(yield* stored).toEqual(before)
        yield* signIn()
        expect(yield* current).toBe("access-2")
      })))

    it.effect("G-A1 a server that can't renew now is asked again the next time", () =>
      withFreshTokens(Effect.gen(function*() {
        yield* signIn({ accessExpiresAtMs: -600_000 })
        yield* (yield* SignInServerSteering).failNext(busy, busy)
        expect((yield* Effect.flip(current))._tag).toBe("SignInUnanswered")
        expect((yield* Effect.flip(after401("access-1")))._tag).toBe("SignInUnanswered")
        expect(yield* current).toBe("access-2")
        expect(yield* renewals).toBe(3)
      })))

    it.effect("G-A6 S20 no other scheme, host or port gets a token, and none is renewed for it", () =>
      withFreshTokens(Effect.gen(function*() {
        yield* signIn()
        const tokens = yield* AccessTokens
        const others = [
          "http://127.0.0.1:4000", "https://kitty.example.org:8443", "https://example.org", "https://evil.kitty.example.org"
        ].map((url) => ServerUrl.make(url))
        for (const other of others) {
          const errors = [
            yield* Effect.flip(tokens.current(other)), yield* Effect.flip(tokens.after401(other, Redacted.make("access-1")))
          ]
          expect(errors.map((error) => [error._tag, error.why])).toEqual(
            errors.map(() => ["SignInNeeded", "the stored sign-in was made for another server"])
          )
        }
        expect(Redacted.value(yield* tokens.current(ServerUrl.make("https://kitty.example.org/elsewhere")))).toBe("access-1")
        expect(yield* renewals).toBe(0)
      })))

    it.effect("G-A5 a stored token that no header can carry is renewed, and without a refresh token refused", () =>
      withFreshTokens(Effect.gen(function*() {
        yield* signIn({ access: Redacted.make("naïve") })
        expect(yield* current).toBe("access-2")
        yield* (yield* SignInStore).forget
        const error = yield* Effect.flip(current)
        expect([error._tag, error.code]).toEqual(["SignInNeeded", "AUTH-01"])
      })))
  })
}
