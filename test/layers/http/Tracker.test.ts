import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import { SignInNeeded } from "../../../src/domain/sync/SignInNeeded.js"
import { exitReason } from "../../../src/programs/cli/exitReason.js"
import { AccessTokens } from "../../../src/services/AccessTokens.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { Credentials } from "../../../src/services/Credentials.js"
import { Tracker } from "../../../src/services/Tracker.js"
import { hostileServer, type Reply, type Script, type Seen } from "../../faults/hostileServer.js"
import { ShippedGate } from "../../fixtures/contract/gateUnderTest.js"
import { canary } from "../../fixtures/httpTransports.js"
import { httpTracker } from "../../fixtures/httpTracker.js"

const identity = {
  uuid: "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10",
  slug: "billing",
  node_id: "1f9c03ab77de",
  repo_slug: null,
  build_id: "6f1c2b1e-7a0e-4d55-9a55-0b6f8f0c1d22"
}
const project = Effect.map(Effect.flatMap(ContractGate, (gate) => gate.check("tracker_bind", identity)), (gated) => ({
  provider: "linear" as const,
  identity: gated
}))

const binding = { binding_ref: "bnd_42", display_label: "ACME / Billing", provider: "linear", provider_context: { team: "BIL" }, bound_at: "2026-04-06T13:00:00Z" }
const json = (value: unknown, status = 200): Reply => ({ status, body: JSON.stringify(value) })
const inTurn = (...replies: readonly [Reply, ...Array<Reply>]): Script => {
  const left = [...replies]
  return () => left.length > 1 ? left.shift() : left[0]
}

/** The server that does what the script says, and the client in front of it. */
const facing = Effect.fn("facing")(function*(script: Script) {
  const server = yield* hostileServer(script)
  return { ...server, tracker: yield* Tracker, project: yield* project }
})
const confirm = ({ project, tracker, url }: Effect.Effect.Success<ReturnType<typeof facing>>, idempotencyKey = "key-1") =>
  tracker.confirm(url, { ...project, candidateToken: "ct_9f2", idempotencyKey })

const layer = (over: Parameters<typeof httpTracker>[0] = {}) => Layer.merge(httpTracker(over), ShippedGate)
const bodyOf = ({ body }: Seen): unknown => JSON.parse(body.toString("utf8"))

describe("tracker over HTTP: what is sent", () => {
  it.scopedLive("I-12 I-14 a confirmation is the bytes of the gated identity, signed, with team and key", () =>
    Effect.gen(function*() {
      const scene = yield* facing(() => json(binding))
      expect((yield* confirm(scene)).binding_ref).toBe("bnd_42")
      const [seen] = scene.requests
      expect([seen?.method, seen?.url]).toEqual(["POST", "/api/v1/tracker/bind-confirm/"])
      expect(seen?.body.toString("utf8")).toBe(
        `{"provider":"linear","candidate_token":"ct_9f2","project_identity":${scene.project.identity.json}}`
      )
      expect([seen?.headers["authorization"], seen?.headers["x-team-slug"], seen?.headers["idempotency-key"]])
        .toEqual([`Bearer ${canary}`, "acme", "key-1"])
    }).pipe(Effect.provide(layer())))

  it.scopedLive("I-12 each question goes to its own path, and the words of a query are escaped", () =>
    Effect.gen(function*() {
      const { project, requests, tracker, url } = yield* facing(({ url: path }) =>
        path.includes("resources") ? json({ resources: [] }) : path.includes("status")
          ? json({ provider: "linear", connected: true })
          : path.includes("validate") ? json({ valid: true, binding_ref: "b&d 42" }) : json({ match_type: "none" }))
      yield* tracker.resources(url, "jira")
      yield* tracker.resolve(url, project)
      yield* tracker.validate(url, { ...project, bindingRef: "b&d 42" })
      yield* tracker.status(url, { provider: "linear", bindingRef: "b&d 42" })
      expect(requests.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
        "GET /api/v1/tracker/resources/?provider=jira",
        "POST /api/v1/tracker/bind-resolve/",
        "POST /api/v1/tracker/bind-validate/",
        "GET /api/v1/tracker/status/?provider=linear&binding_ref=b%26d+42"
      ])
      expect(requests.map(({ headers }) => headers["idempotency-key"])).toEqual([undefined, undefined, undefined, undefined])
      expect(requests.slice(1, 3).map(bodyOf)).toEqual([
        { provider: "linear", project_identity: identity },
        { provider: "linear", binding_ref: "b&d 42", project_identity: identity }
      ])
    }).pipe(Effect.provide(layer())))

  it.scopedLive.each(["local", "", "a\nb"])("I-12 nothing is sent for an account without a team: %j", (team) =>
    Effect.gen(function*() {
      const scene = yield* facing(() => json(binding))
      const error = yield* Effect.flip(confirm(scene))
      expect([error.code, error.next]).toEqual(["TRACKER-02", "sign in to this server beside it: spec-kitty auth login"])
      expect(scene.requests).toEqual([])
    }).pipe(Effect.provide(layer({ team }))))

  it.scopedLive.each<readonly [string, Credentials["Type"]["describe"], string]>([
    ["nobody is signed in", (server) => new SignInNeeded({ server, cause: "other_server" }), "signed_out"],
    ["the environment's token can't be sent", (server) => new SignInNeeded({ server, cause: "environment_malformed" }), "token_alone"],
    ["the account has no team", () =>
      Effect.succeed({ source: "stored", expiresAtMs: null, renewalDue: false, renewableUntilMs: null }), "no_team"]
  ])("I-12 G-A6 which of the three it is that names no team: %s", ([, describe, reason]) =>
    Effect.gen(function*() {
      const scene = yield* facing(() => json(binding))
      const error = yield* Effect.flip(confirm(scene))
      expect(["reason" in error ? error.reason : null, exitReason(error), scene.requests]).toEqual([reason, "signInNeeded", []])
    }).pipe(Effect.provide(layer({ credentials: Layer.succeed(Credentials, { describe, teamSlug: () => Effect.succeed("local") }) }))))
})

describe("tracker over HTTP: what an answer means", () => {
  it.scopedLive("I-12 what else an answer holds is left out, and null is as good as absent", () =>
    Effect.gen(function*() {
      const { project, tracker, url } = yield* facing(() =>
        json({ match_type: "candidates", binding_ref: null, extra: 1, candidates: [
          { candidate_token: "ct_1", display_label: "A", confidence: "high", match_reason: "x", sort_position: 0, extra: true }
        ] }))
      expect((yield* tracker.resolve(url, project)).candidates).toEqual([
        { candidate_token: "ct_1", display_label: "A", confidence: "high", match_reason: "x", sort_position: 0 }
      ])
    }).pipe(Effect.provide(layer())))

  it.scopedLive.each<readonly [string, Reply, string, string | RegExp]>([
    ["a refusal with its word", json({ error_code: "mapping_disabled", message: "Switched off.", user_action_required: true }, 409), "TRACKER-04", "HTTP 409, mapping_disabled"],
    ["a refusal in another shape", json({ error: "no" }, 403), "TRACKER-04", "HTTP 403"],
    ["a refusal whose fields are not of their kind", json({ error_code: 7, message: ["x"] }, 400), "TRACKER-04", "HTTP 400"],
    ["a path that is not there", json({ error: "not_found" }, 404), "TRACKER-03", /^HTTP 404/],
    ["a redirect", { status: 302, headers: { location: "https://elsewhere.example/" } }, "TRACKER-03", /redirect/],
    ["a page", { headers: { "content-type": "text/html" }, body: "<html>hello</html>" }, "TRACKER-03", /HTML/],
    ["a server that fails", json({ error_code: "boom", message: "broken" }, 503), "TRACKER-03", /HTTP 503.*broken/],
    ["an answer without what was asked for", json({ provider: "linear" }), "TRACKER-03", "HTTP 200, and binding_ref is missing or not of its kind"],
    ["no JSON", { body: "ok" }, "TRACKER-03", /HTTP 200/],
    ["another provider's binding", json({ ...binding, provider: "jira" }), "TRACKER-03", "HTTP 200, but the answer does not name linear"]
  ])("I-12 G-N4 %s", ([, reply, code, why]) =>
    Effect.gen(function*() {
      const scene = yield* facing(() => reply)
      const error = yield* Effect.flip(confirm(scene))
      expect(error.code).toBe(code)
      if (typeof why === "string") expect(error.why).toBe(why)
      else expect(error.why).toMatch(why)
      expect(scene.requests).toHaveLength(1)
    }).pipe(Effect.provide(layer())))

  it.scopedLive("I-12 a verdict on another binding is none", () =>
    Effect.gen(function*() {
      const { project, tracker, url } = yield* facing(() => json({ valid: true, binding_ref: "bnd_1" }))
      const error = yield* Effect.flip(tracker.validate(url, { ...project, bindingRef: "bnd_2" }))
      expect([error.code, error.why]).toEqual(["TRACKER-03", "HTTP 200, but the answer does not name the binding"])
    }).pipe(Effect.provide(layer())))

  it.scopedLive("G-N9 U-24 names and reasons of a server are made safe, and hold no token of ours", () =>
    Effect.gen(function*() {
      const nasty = `\u001b[31mred\u001b[0m \u202etnirp Bearer ${canary}`
      const scene = yield* facing(({ url }) =>
        url.includes("confirm")
          ? json({ ...binding, display_label: nasty, provider_context: { [nasty]: nasty } })
          : json({ error_code: nasty, message: nasty }, 400))
      const bound = yield* confirm(scene)
      const refused = yield* Effect.flip(scene.tracker.resources(scene.url, "linear"))
      const said = JSON.stringify([bound, refused.message, refused.why])
      expect(said).not.toContain(canary)
      expect(said).not.toMatch(/\\u001b|\u202e/)
      expect(bound.display_label).toContain("red")
    }).pipe(Effect.provide(layer())))

  it.scopedLive("I-12 offline is said as such, and nothing is tried again", () =>
    Effect.gen(function*() {
      const tracker = yield* Tracker
      const error = yield* Effect.flip(tracker.resources(ServerUrl.make("http://127.0.0.1:9"), "linear"))
      expect([error.code, error.message]).toEqual(["TRACKER-03", "The server could not be reached. Nothing was changed here."])
    }).pipe(Effect.provide(layer())))
})

describe("tracker over HTTP: once more", () => {
  /** Real requests under a clock that tests move: it goes on whenever the client sleeps. */
  const whileClockRuns = <A, E, R>(effect: Effect.Effect<A, E, R>, step: "1 second" | "61 seconds" = "1 second") =>
    Effect.gen(function*() {
      const fiber = yield* Effect.fork(effect)
      while ((yield* Fiber.poll(fiber))._tag === "None") {
        yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
        if ((yield* TestClock.sleeps()).length > 0) yield* TestClock.adjust(step)
      }
      return yield* Fiber.join(fiber)
    })
  const busy = (seconds: number | null): Reply => json({ error_code: "rate_limited", message: "Slow down.", retry_after_seconds: seconds }, 429)

  it.scoped.each([[7, 7_000], [60, 60_000], [null, 5_000]] as const)("I-12 429 that asks for %s s is waited for once, with the same key", ([asked, waitedMs]) =>
    Effect.gen(function*() {
      const scene = yield* facing(inTurn(busy(asked), json(binding)))
      const start = yield* TestClock.currentTimeMillis
      expect((yield* whileClockRuns(confirm(scene))).binding_ref).toBe("bnd_42")
      expect((yield* TestClock.currentTimeMillis) - start).toBeGreaterThanOrEqual(waitedMs)
      expect(scene.requests.map(({ headers }) => headers["idempotency-key"])).toEqual(["key-1", "key-1"])
      expect(scene.requests[1]?.body.equals(scene.requests[0]?.body ?? Buffer.alloc(0))).toBe(true)
    }).pipe(Effect.provide(layer())))

  it.scoped("I-12 a second 429 is the error, with what the server asks for", () =>
    Effect.gen(function*() {
      const scene = yield* facing(() => busy(2))
      const exit = yield* Effect.exit(whileClockRuns(confirm(scene)))
      const error = Exit.isFailure(exit) && exit.cause._tag === "Fail" ? exit.cause.error : undefined
      expect([error?.code, error?.why]).toEqual(["TRACKER-03", expect.stringMatching(/asks to wait 2 s$/)])
      expect(scene.requests).toHaveLength(2)
    }).pipe(Effect.provide(layer())))

  it.scopedLive("I-12 a server that asks for more than a minute is not asked again", () =>
    Effect.gen(function*() {
      const scene = yield* facing(() => busy(61))
      const error = yield* Effect.flip(confirm(scene))
      expect(error.why).toMatch(/asks to wait 61 s$/)
      expect(scene.requests).toHaveLength(1)
    }).pipe(Effect.provide(layer())))

  const renewing = (next: "fresh" | "none") =>
    Layer.succeed(AccessTokens, {
      current: () => Effect.succeed(Redacted.make("old-token-of-a-test")),
      after401: (server) => next === "fresh"
        ? Effect.succeed(Redacted.make("new-token-of-a-test"))
        : Effect.fail(new SignInNeeded({ server, cause: "refused" })),
      taken: () => Effect.void
    })
  const byToken: Script = ({ headers }) =>
    headers["authorization"] === "Bearer new-token-of-a-test" ? json(binding) : json({ error: "authentication_required" }, 401)

  it.scopedLive("I-12 G-A1 after a 401 the same confirmation goes out with a renewed token and the same key", () =>
    Effect.gen(function*() {
      const scene = yield* facing(byToken)
      expect((yield* confirm(scene)).binding_ref).toBe("bnd_42")
      expect(scene.requests.map(({ headers }) => headers["idempotency-key"])).toEqual(["key-1", "key-1"])
      expect(scene.requests.map(bodyOf)[0]).toEqual(scene.requests.map(bodyOf)[1])
    }).pipe(Effect.provide(layer({ tokens: renewing("fresh") }))))

  it.scopedLive("I-12 G-A4 where no token is left, a sign-in is asked for", () =>
    Effect.gen(function*() {
      const scene = yield* facing(byToken)
      const error = yield* Effect.flip(confirm(scene))
      expect([error._tag, error.code, error.next]).toEqual(["TrackerSignInNeeded", "AUTH-01", "spec-kitty auth login"])
    }).pipe(Effect.provide(layer({ tokens: renewing("none") }))))
})
