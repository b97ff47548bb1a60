import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Redacted from "effect/Redacted"
import { accessDecision } from "../../../src/domain/signIn/accessDecision.js"
import { renewedTokens, signInTokens } from "../../../src/domain/signIn/issuedTokens.js"
import { nobody, renewedSignIn, signInOf } from "../../../src/domain/signIn/SignIn.js"
import { isCarriable } from "../../../src/domain/sync/accessToken.js"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"

const server = ServerUrl.make("https://kitty.example")
const seconds = (json: unknown) =>
  Either.match(renewedTokens(json), {
    onLeft: (why) => why,
    onRight: ({ accessLifetime, refreshLifetime }) => [Duration.toSeconds(accessLifetime), Duration.toSeconds(refreshLifetime)]
  })

describe("H-08 the answers of the token endpoints", () => {
  it.each<readonly [unknown, number]>([
    [900, 900], [60, 60], ["60", 60], [" 60 ", 60], [60.9, 60], [1e300, 315_360_000], ["9".repeat(20), 315_360_000],
    [0, 900], ["0", 900], ["", 900], [null, 900], [undefined, 900], ["soon", 900], [-5, 900], ["-5", 900], [Number.NaN, 900],
    [[60], 900], [{}, 900], [true, 900], ["60.5", 900], [0.5, 900]
  ])("H-08 a lifetime of %j is %i seconds", (value, expected) => {
    expect(seconds({ access: "a", access_lifetime: value })).toEqual([expected, 604_800])
    expect(seconds({ access: "a", expires_in: value })).toEqual([expected, 604_800])
  })

  it("H-08 the first name of a lifetime wins, where it is one", () => {
    expect(seconds({ access: "a", access_lifetime: 60, expires_in: 70, refresh_expires_in: "80" })).toEqual([60, 80])
    expect(seconds({ access: "a", access_lifetime: "soon", expires_in: 70 })).toEqual([70, 604_800])
  })

  it("H-08 a renewal without a refresh token keeps the old one, with its expiry and the team", () => {
    const before = signInOf(server, "ana", Either.getOrThrow(signInTokens({ access: "a1", refresh: "r1", team_slug: "acme" })), 1000)
    const without = renewedSignIn(before, Either.getOrThrow(renewedTokens({ access: "a2" })), 5000)
    expect([Redacted.value(without.access), Redacted.value(without.refresh)]).toEqual(["a2", "r1"])
    expect(without).toMatchObject({
      username: "ana", teamSlug: "acme", server, accessExpiresAtMs: 905_000, refreshExpiresAtMs: 604_801_000
    })
    const next = renewedSignIn(before, Either.getOrThrow(renewedTokens({ access: "a2", refresh: "r2", team_slug: "other" })), 5000)
    expect([Redacted.value(next.refresh), next.teamSlug, next.refreshExpiresAtMs]).toEqual(["r2", "other", 604_805_000])
  })

  it("H-08 G-A5 an answer without what it is about is none, and its words hold nothing of it", () => {
    const said = [null, "x", [], {}, { access: "" }, { access: 7 }, { refresh: "r" }].map((json) => Either.getLeft(renewedTokens(json)))
    expect(new Set(said.map((it) => it._tag === "Some" ? it.value : null))).toEqual(new Set(["no access token"]))
    expect(signInTokens({ access: "a" })).toEqual(Either.left("no refresh token"))
    for (const token of ["a b", "a\nb", "naïve", "\ud800", "x".repeat(10_485_760)]) {
      expect(signInTokens({ access: token, refresh: "r" })).toEqual(Either.left("a token that no request can carry"))
      expect(signInTokens({ access: "a", refresh: token })).toEqual(Either.left("a token that no request can carry"))
    }
  })

  it("H-08 what is optional and does not fit is as if it were absent", () => {
    const odd = Either.getOrThrow(renewedTokens({ access: "a", refresh: 7, team_slug: "  ", access_lifetime: {} }))
    expect([odd.refresh, odd.teamSlug, Duration.toSeconds(odd.accessLifetime)]).toEqual([null, null, 900])
    const teams = ["a\u0007b", "x".repeat(201), "\u202e", 3].map((team_slug) => Either.getOrThrow(renewedTokens({ access: "a", team_slug })).teamSlug)
    expect(teams).toEqual([null, null, null, null])
  })
})

const base64 = (text: string) => Buffer.from(text).toString("base64url")
const token = FastCheck.oneof(
  FastCheck.string({ unit: "binary", maxLength: 60 }),
  FastCheck.tuple(FastCheck.constantFrom("none", "HS256", "NONE", ""), FastCheck.json({ maxDepth: 1 })).map(([alg, claims]) =>
    `${base64(JSON.stringify({ alg }))}.${base64(claims)}.`),
  FastCheck.base64String({ maxLength: 40 }).map((text) => `eyJ${text}..${text}.`),
  FastCheck.constantFrom("", ".", "..", "eyJ", "null", "{}", "Bearer x", "a\r\nb: c", "x".repeat(16_384), "x".repeat(16_385))
)
const anything = FastCheck.oneof(
  token,
  FastCheck.integer(),
  FastCheck.double(),
  FastCheck.constantFrom(null, undefined, true, [], {}, "900", "0", -1, Number.MAX_VALUE)
)
const answer = FastCheck.oneof(
  { weight: 9, arbitrary: FastCheck.record({
    access: anything, refresh: anything, access_lifetime: anything, refresh_lifetime: anything, expires_in: anything, team_slug: anything
  }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: FastCheck.anything({ maxDepth: 1 }) }
)
const now = FastCheck.integer({ min: 0, max: 4_102_444_800_000 })

describe("G-A5 fuzzing", () => {
  it("G-A5 100,000 tokens and answers: none is a crash, and what is taken can be carried, stored and decided on", () => {
    const seen = { taken: 0, used: 0 }
    FastCheck.assert(FastCheck.property(answer, now, (json, nowMs) => {
      const issued = renewedTokens(json)
      if (Either.isLeft(issued)) return
      seen.taken += 1
      const before = { ...nobody, server, refresh: Redacted.make("r") }
      const signIn = renewedSignIn(before, issued.right, nowMs)
      // No `expect` in here: a hundred thousand of them take longer than what they look at.
      const carriable = isCarriable(Redacted.value(signIn.access)) && isCarriable(Redacted.value(signIn.refresh))
      // Throws where a moment is no date.
      const storable = new Date(signIn.accessExpiresAtMs).toISOString() < new Date(signIn.refreshExpiresAtMs + 1e12).toISOString()
      seen.used += carriable && storable && accessDecision(signIn, server, nowMs)._tag === "Use" ? 1 : 0
    }), { numRuns: 100_000, seed: 11 })
    expect(seen.used).toBe(seen.taken)
    expect(seen.taken).toBeGreaterThan(10_000)
  }, 60_000)
})
