import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import { CredentialsUnreadable } from "../../../src/domain/signIn/signInErrors.js"
import { SignInNeeded } from "../../../src/domain/sync/SignInNeeded.js"
import { TargetFault } from "../../../src/domain/sync/transportErrors.js"
import { authStatus, checkedAuthStatus } from "../../../src/programs/auth/status.js"
import type { OfProject } from "../../../src/programs/auth/signInServer.js"
import { accessToken } from "../../../src/programs/auth/token.js"
import { authTokenView } from "../../../src/programs/cli/render/auth.js"
import { makeStyle } from "../../../src/programs/cli/render/Style.js"
import { exitReason } from "../../../src/programs/cli/exitReason.js"
import { marker, secret } from "../../fixtures/secrets.js"
import { elsewhere, here, sends, sendsNowhere, storedAt, world } from "./world.js"

const ofEnvironment = { settings: { token: Option.some(Redacted.make(secret("environment"))) } }

describe("auth status", () => {
  it.effect("B-24 says who is signed in where, until when, and what the next request does; exit 0", () =>
    Effect.gen(function*() {
      const { data, exitCode } = yield* authStatus(sends(here))
      expect(data).toMatchObject({
        server: here, access: "ready", why: null, source: "stored", signed_in_at: here, user: "ana", team_slug: "acme",
        access_expires_at: "1970-01-01T00:15:00.000Z", refresh_expires_at: "1970-01-08T00:00:00.000Z", sending_denied: false
      })
      expect([exitCode, "check" in data && data.check !== undefined]).toEqual([0, false])
      yield* TestClock.adjust("17 minutes")
      expect((yield* authStatus(sends(here))).data.access).toBe("renewal_due")
    }).pipe(Effect.provide(world({ stored: storedAt(here) }).layer)))

  it.effect("B-24 outside of a project it is about the server one is signed in at", () =>
    Effect.gen(function*() {
      expect((yield* authStatus(sendsNowhere)).data).toMatchObject({ server: elsewhere, access: "ready" })
    }).pipe(Effect.provide(world({ stored: storedAt(elsewhere) }).layer)))

  it.effect("G-A6 a sign-in at another server than the project's is none: exit 4, and what helps", () =>
    Effect.gen(function*() {
      const { data, exitCode, next } = yield* authStatus(sends(here))
      expect(data).toMatchObject({ server: here, access: "sign_in_needed", source: null, signed_in_at: elsewhere, user: "ana" })
      expect([data.why, exitCode, next]).toEqual(["the stored sign-in was made for another server", 4, ["spec-kitty auth login"]])
    }).pipe(Effect.provide(world({ stored: storedAt(elsewhere) }).layer)))

  it.effect("B-24 where nobody is signed in it is exit 4, with a server and without one", () =>
    Effect.gen(function*() {
      for (const project of [sends(here), sendsNowhere]) {
        const { data, exitCode } = yield* authStatus(project)
        expect([data.access, data.user, exitCode]).toEqual(["sign_in_needed", null, 4])
      }
    }).pipe(Effect.provide(world().layer)))

  it.effect("B-24 a token of the environment is enough, and wins over the stored one", () =>
    Effect.gen(function*() {
      const { data, diagnostics, exitCode } = yield* authStatus(sends(here))
      expect([data.source, data.access, exitCode]).toEqual(["environment", "ready", 0])
      expect(diagnostics.map(({ code }) => code)).toEqual(["AUTH-09"])
    }).pipe(Effect.provide(world({ ...ofEnvironment, stored: storedAt(elsewhere) }).layer)))

  it.effect("U-26 --check asks the server: 0 where it takes the token, 4 where it wants a sign-in, 3 otherwise", () =>
    Effect.gen(function*() {
      const checked = (fault?: TargetFault) =>
        Effect.provide(checkedAuthStatus(sends(here)), world({ stored: storedAt(here), ...(fault === undefined ? {} : { fault }) }).layer)
      const fine = yield* checked()
      expect([fine.data.check?.verdict, fine.exitCode]).toEqual(["ok", 0])
      const signIn = yield* checked(new TargetFault({ kind: "sign_in", reason: "HTTP 401" }))
      expect([signIn.data.check?.verdict, signIn.data.check?.code, signIn.exitCode]).toEqual(["error", "AUTH-01", 4])
      const offline = yield* checked(new TargetFault({ kind: "offline", reason: "ECONNREFUSED" }))
      expect([offline.data.check?.code, offline.exitCode]).toEqual(["SERVER-06", 3])
    }))

  it.effect("S21 U-26 where the environment denies sending, --check asks nobody", () =>
    Effect.gen(function*() {
      const { data, exitCode } = yield* checkedAuthStatus(sends(here))
      expect([data.sending_denied, data.check, exitCode]).toEqual([true, undefined, 0])
    }).pipe(Effect.provide(world({ stored: storedAt(here), settings: { sendingDenied: true } }).layer)))
})

describe("a file of credentials that can't be used", () => {
  it.effect.each([
    ["not_toml", "unreadable", "spec-kitty auth login --server URL"],
    ["not_regular", "obstructed", "remove what stands in its place, then run spec-kitty auth login --server URL"]
  ] as const)("G-Q13 U-20 is told outside of a project as well, and what helps: %s", ([reason, cause, next]) =>
    Effect.gen(function*() {
      const status = yield* authStatus(sendsNowhere)
      expect([status.diagnostics.map(({ code }) => code), status.exitCode, status.next]).toEqual([["AUTH-05"], 4, [next]])
      expect(status.data.why).toBe(new SignInNeeded({ server: null, cause }).why)
      const error = yield* Effect.flip(accessToken(sendsNowhere))
      expect([error.code, error.next, error.message])
        .toEqual(["AUTH-01", next, "There is no valid token. What is queued is kept."])
      expect((yield* Effect.flip(accessToken(sends(here)))).next).toBe(next.replace(" --server URL", ""))
    }).pipe(Effect.provide(world({ broken: { read: new CredentialsUnreadable({ path: "/home/credentials", reason }) } }).layer)))
})

describe("auth token", () => {
  const plain = makeStyle({ color: false, ascii: false, nowMs: 0 })
  const shown = Effect.fn("shown")(function*(project: OfProject) {
    const outcome = yield* accessToken(project)
    return { text: authTokenView.text(outcome, plain), json: authTokenView.json(outcome) }
  })

  it.effect("B-24 U-30 is the token alone as text, and all but the token as JSON", () =>
    Effect.gen(function*() {
      const { json, text } = yield* shown(sends(here))
      expect(text).toBe(secret("access-0"))
      expect(JSON.parse(json)).toMatchObject({ data: { server: here, source: "stored", expires_at: "1970-01-01T00:15:00.000Z" } })
      expect(json).not.toContain(marker)
    }).pipe(Effect.provide(world({ stored: storedAt(here) }).layer)))

  it.effect("G-A1 an expired one is renewed first, unless nothing may be sent", () =>
    Effect.gen(function*() {
      yield* TestClock.adjust("20 minutes")
      const denied = world({ stored: storedAt(here), settings: { sendingDenied: true } })
      const error = yield* Effect.flip(Effect.provide(accessToken(sends(here)), denied.layer))
      expect([error.code, error.next]).toEqual(["AUTH-06", "unset SPEC_KITTY_ENABLE_SAAS_SYNC, then run the command again"])
      expect((yield* shown(sends(here))).text).toBe(secret("access-1"))
      expect((yield* shown(sends(here))).text).toBe(secret("access-1"))
    }).pipe(Effect.provide(world({ stored: storedAt(here) }).layer)))

  it.effect("B-24 the environment's needs no server; without any token it is a sign-in that is needed", () =>
    Effect.gen(function*() {
      const { json, text } = yield* Effect.provide(shown(sendsNowhere), world(ofEnvironment).layer)
      expect([text, JSON.parse(json).data]).toEqual([secret("environment"), { server: null, source: "environment", expires_at: null }])
      for (const project of [sends(here), sendsNowhere]) {
        expect(exitReason(yield* Effect.flip(Effect.provide(accessToken(project), world().layer)))).toBe("signInNeeded")
      }
    }))
})
