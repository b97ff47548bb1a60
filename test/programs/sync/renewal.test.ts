import { describe, expect, it } from "@effect/vitest"
import * as Headers from "@effect/platform/Headers"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as fs from "node:fs"
import { routes } from "../../../src/domain/wire/routes.js"
import type { Answer, HttpPolicy, OutgoingRequest } from "../../../src/layers/http/HttpPolicy.js"
import { BodyTransport } from "../../../src/services/BodyTransport.js"
import { QueueItems } from "../../../src/services/QueueItems.js"
import { SignInStore } from "../../../src/services/SignInStore.js"
import { aBody } from "../../../src/laws/fixtures/claims.js"
import { expiringServer } from "../../fixtures/expiringServer.js"
import { bodies, logIn, signedIn } from "./signInWorld.js"
import { countOf, runSync, server, whileTimePasses } from "./world.js"

const isRenewal = ({ path }: OutgoingRequest): boolean => path === routes.refresh
const isUpload = ({ path }: OutgoingRequest): boolean => path === routes.batch || path === routes.push

/** How a run ended, what it told, and what an item has paid for it. */
const run = Effect.fn("run")(function*(options: Parameters<typeof runSync>[0] = {}) {
  const { data, diagnostics, exitCode, next } = yield* whileTimePasses(runSync(options))
  const { items } = yield* (yield* QueueItems).list({
    kind: null, missionSlug: null, states: ["pending", "leased", "quarantined"], limit: 1000, afterId: null
  })
  return {
    exitCode,
    next: next[0] ?? null,
    told: diagnostics.map(({ code, severity }) => `${severity} ${code}`),
    why: diagnostics.map(({ why }) => why).join(),
    fix: diagnostics.map(({ fix }) => fix).join(),
    uploaded: countOf(data, "uploaded"),
    queued: countOf(data, "queued"),
    attempts: Math.max(0, ...items.map(({ retryCount }) => retryCount))
  }
})

const kept = { uploaded: 0, queued: 4, attempts: 0 }

/** What a script sees go by, by kind. */
const counting = (answer: (request: OutgoingRequest) => Partial<Answer> | undefined) => {
  const sent = { renewals: 0, uploads: 0 }
  const server = expiringServer({
    uses: 1_000_000,
    script: (request) => {
      if (isRenewal(request)) sent.renewals += 1
      if (isUpload(request)) sent.uploads += 1
      return answer(request)
    }
  })
  return { ...server, sent }
}

describe("G-A1 what a refused token costs", () => {
  it.scoped("G-A1 B-30 a token refused on its first use after a refresh halts the pass, names auth login and loses nothing", () => {
    const { policy, sent } = counting((request) => isUpload(request) ? { status: 401 } : undefined)
    return signedIn(bodies(4), policy, () =>
      Effect.gen(function*() {
        const first = yield* run()
        expect(first).toMatchObject({ exitCode: 4, told: ["error AUTH-01"], fix: "spec-kitty auth login", next: "spec-kitty auth login", ...kept })
        expect(sent).toEqual({ renewals: 1, uploads: 2 })
        // The same process asks no more of it: one request, no further renewal.
        expect(yield* run()).toMatchObject({ exitCode: 4, told: ["error AUTH-01"], ...kept })
        expect(sent).toEqual({ renewals: 1, uploads: 3 })
      }))
  })

  it.scoped("G-A1 H-08 a refused refresh is AUTH-02, asked for once, and the stored sign-in stays until the next", () => {
    let dead = true
    const { policy, sent } = counting((request) =>
      !dead ? undefined : isRenewal(request) || isUpload(request) ? { status: 401 } : undefined)
    return signedIn(bodies(4), policy, (root) =>
      Effect.gen(function*() {
        const file = fs.readFileSync(`${root}-home/credentials`, "utf8")
        for (const uploads of [1, 2]) {
          expect(yield* run()).toMatchObject({
            exitCode: 4, told: ["error AUTH-02"], why: "POST /api/v1/token/refresh/ answered 401", fix: "spec-kitty auth login", ...kept
          })
          expect(sent).toEqual({ renewals: 1, uploads })
        }
        expect(fs.readFileSync(`${root}-home/credentials`, "utf8")).toBe(file)
        dead = false
        yield* logIn
        expect(yield* run()).toMatchObject({ exitCode: 0, uploaded: 4, told: [] })
      }))
  })

  it.scoped("G-A1 B-30 a server that can't renew now is no reason to sign in, and --wait outlasts it", () => {
    const { policy, sent } = counting((request) =>
      isRenewal(request) && sent.renewals <= 3 ? { status: 503 } : isUpload(request) && sent.renewals <= 3 ? { status: 401 } : undefined)
    return signedIn(bodies(4), policy, () =>
      Effect.gen(function*() {
        expect(yield* run()).toMatchObject({ exitCode: 0, told: ["warning AUTH-04"], fix: "spec-kitty sync --wait 30s", ...kept })
        expect(yield* run({ wait: Duration.minutes(1) })).toMatchObject({ exitCode: 0, told: [], uploaded: 4 })
        expect(sent.renewals).toBe(4)
      }))
  })

  it.scoped("B-30 S21 SPEC_KITTY_TOKEN is never renewed, and its 401 names it as what to change", () => {
    const { policy, sent } = counting((request) => isUpload(request) ? { status: 401 } : undefined)
    return signedIn(bodies(4), policy, () =>
      Effect.gen(function*() {
        const ended = yield* run()
        expect(ended).toMatchObject({ exitCode: 4, told: ["error AUTH-01"], ...kept })
        expect(ended.fix).toMatch(/^set SPEC_KITTY_TOKEN/)
        expect(sent).toEqual({ renewals: 0, uploads: 1 })
      }), { environment: { SPEC_KITTY_TOKEN: "of-the-environment" } })
  })

  it.scoped("G-A1 a server that takes a token and then refuses it, again and again, is given up", () => {
    let n = 0
    const { policy, sent } = counting((request) => isUpload(request) && (n += 1) % 2 === 0 ? { status: 401 } : undefined)
    return signedIn(bodies(4), policy, () =>
      Effect.gen(function*() {
        const ended = yield* run()
        expect(ended).toMatchObject({ exitCode: 0, uploaded: 4 })
        expect(sent.uploads).toBeLessThan(20)
      }), { concurrency: 1 })
  })

  it.scoped.each([1, 2, 3, 5, 7, 11, 15])("G-A1 k = %i, eight at once: a pass ends, and what it could not send is kept and has paid nothing", (uses) => {
    const { policy, seen } = expiringServer({ uses })
    return signedIn(bodies(24), policy, () =>
      Effect.gen(function*() {
        const { attempts, exitCode, queued, uploaded } = yield* run()
        expect([uploaded + queued, attempts, exitCode]).toEqual([24, 0, queued === 0 ? 0 : 4])
        expect(uploaded).toBeGreaterThan(0)
        expect([seen.refusedRenewals, seen.signIns]).toEqual([0, 1])
        expect(seen.renewals).toBeLessThanOrEqual(Math.ceil(25 / uses))
        expect(seen.refused).toBeLessThanOrEqual(25 * 8)
      }))
  })
})

const bearer = ({ headers }: OutgoingRequest) => Headers.fromInput(headers)["authorization"]
const unauthorised: Answer = { status: 401, headers: Headers.empty, text: "{\"error\":\"authentication_required\"}" }

describe("G-A3 a late 401", () => {
  it.scoped("G-A3 a 401 to an older token, after somebody has signed in anew, is replayed with the stored one and wipes nothing", () =>
    Effect.gen(function*() {
      const arrived = yield* Deferred.make<void>()
      const go = yield* Deferred.make<void>()
      const real = expiringServer({ uses: 1_000_000 })
      const tokens: Array<string | undefined> = []
      const policy: HttpPolicy["Type"] = {
        send: (request) =>
          Effect.gen(function*() {
            if (!isUpload(request)) return yield* real.policy.send(request)
            tokens.push(bearer(request))
            if (tokens.length > 1) return yield* real.policy.send(request)
            yield* Deferred.succeed(arrived, undefined)
            yield* Deferred.await(go)
            return unauthorised
          })
      }
      yield* signedIn(bodies(1), policy, () =>
        Effect.gen(function*() {
          const push = yield* Effect.fork(Effect.flatMap(BodyTransport, (transport) => Effect.flatMap(aBody(), (body) => transport.push(server, body))))
          yield* Deferred.await(arrived)
          yield* logIn
          yield* Deferred.succeed(go, undefined)
          expect(yield* Fiber.join(push)).toBe("uploaded")
          expect(tokens).toEqual(["Bearer access-1", "Bearer access-2"])
          expect(real.seen).toMatchObject({ renewals: 0, signIns: 2 })
          const { access, refresh } = yield* (yield* SignInStore).read
          expect([access, refresh].map((token) => token === null ? null : Redacted.value(token))).toEqual(["access-2", "refresh-2"])
        }))
    }))

  it.scoped("G-A2 a sign-out while a renewal is under way stays one, and the renewed token is not used", () =>
    Effect.gen(function*() {
      const arrived = yield* Deferred.make<void>()
      const go = yield* Deferred.make<void>()
      const real = expiringServer({ uses: 0 })
      const policy: HttpPolicy["Type"] = {
        send: (request) =>
          isRenewal(request)
            ? Effect.zipRight(Deferred.succeed(arrived, undefined), Effect.zipRight(Deferred.await(go), real.policy.send(request)))
            : real.policy.send(request)
      }
      yield* signedIn(bodies(1), policy, () =>
        Effect.gen(function*() {
          const push = yield* Effect.fork(Effect.flatMap(BodyTransport, (transport) => Effect.flatMap(aBody(), (body) => transport.push(server, body))))
          yield* Deferred.await(arrived)
          expect(yield* (yield* SignInStore).forget).toBe(true)
          yield* Deferred.succeed(go, undefined)
          const error = yield* Effect.flip(Fiber.join(push))
          expect([error._tag, error.reason]).toEqual([
            "TargetFault", "HTTP 401: authentication_required; SPEC_KITTY_TOKEN is not set and nobody is signed in"
          ])
          expect(Object.values(yield* (yield* SignInStore).read).every((part) => part === null)).toBe(true)
          expect(real.seen.refused).toBe(1)
        }))
    }))
})

describe("G-A4 a renewal that can't be stored", () => {
  it.scoped("G-A4 is used for this run, told, and lost with it", () => {
    const { policy, seen } = expiringServer({ uses: 3 })
    return signedIn(bodies(4), policy, (root) =>
      Effect.gen(function*() {
        const credentials = `${root}-home/credentials`
        // Whoever may do everything is not kept out by permissions: a folder in the place of the next temporary file is no way either.
        fs.mkdirSync(`${credentials}.writing.lock`)
        const ended = yield* run()
        expect(ended).toMatchObject({ exitCode: 0, uploaded: 4 })
        expect(ended.told).toEqual(["warning FILE-01"])
        expect(seen.refusedRenewals).toBe(0)
      }), { concurrency: 1 })
  })
})
