import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { gunzipSync } from "node:zlib"
import { EventTransport } from "../../../src/services/EventTransport.js"
import { hostileServer, type Reply } from "../../faults/hostileServer.js"
import { events, ulidOf } from "../../../src/laws/fixtures/claims.js"
import { canary, sendTwo, transports } from "../../fixtures/httpTransports.js"

const [first, second] = [ulidOf(0), ulidOf(1)]
const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) })

/** How a batch of two ends when the server replies so; and that one request was made. */
const answered = (reply: Reply) =>
  Effect.gen(function*() {
    const server = yield* hostileServer(() => reply)
    const outcome = yield* Effect.either(sendTwo(server.url))
    expect(server.requests).toHaveLength(1)
    return outcome._tag === "Left" ? outcome.left : Object.fromEntries(outcome.right)
  }).pipe(Effect.provide(transports()))

describe("EventTransport over HTTP", () => {
  it.scopedLive("H-03 B-24 posts one gzip batch of the gated texts, in order, with the bearer token", () =>
    Effect.gen(function*() {
      const server = yield* hostileServer(() => json({ results: [{ event_id: first, status: "success" }] }))
      const claims = yield* events(3)
      yield* (yield* EventTransport).send(server.url, claims)
      const [request] = server.requests
      expect(request).toMatchObject({ method: "POST", url: "/api/v1/events/batch/" })
      expect(request?.headers).toMatchObject({
        authorization: `Bearer ${canary}`, "content-type": "application/json", "content-encoding": "gzip",
        "accept-encoding": "identity"
      })
      expect(Object.keys(request?.headers ?? {})).not.toContain("traceparent")
      expect(Object.keys(request?.headers ?? {})).not.toContain("b3")
      expect(gunzipSync(request?.body ?? "").toString("utf8"))
        .toBe(`{"events":[${claims.map(({ event }) => event.json).join(",")}]}`)
    }).pipe(Effect.withSpan("a traced program"), Effect.provide(transports())))

  it.scopedLive("H-03 asks nobody about an empty batch", () =>
    Effect.gen(function*() {
      const server = yield* hostileServer(() => json({}))
      expect((yield* (yield* EventTransport).send(server.url, [])).size).toBe(0)
      expect(server.requests).toHaveLength(0)
    }).pipe(Effect.provide(transports())))

  it.scopedLive("H-05 matches results by event_id, never by position", () =>
    Effect.gen(function*() {
      expect(yield* answered(json({
        results: [
          { event_id: "01KNH2ZK7Q4T9V6W8X0Y999999", status: "success" },
          { event_id: second, status: "rejected", error: "Unknown project", category: "project_not_admitted" },
          { event_id: first, status: "duplicate" }
        ]
      }))).toStrictEqual({
        [first]: { _tag: "Accepted", status: "duplicate" },
        [second]: { _tag: "Refused", reason: "Unknown project", category: "project_not_admitted" }
      })
    }))

  it.scopedLive("H-05 G-D6 leaves undecided what is pending, unknown, absent, malformed or answered twice", () =>
    Effect.gen(function*() {
      const withMore = (results: ReadonlyArray<unknown>) =>
        answered(json({ results: [{ event_id: second, status: "success" }, ...results] }))
      for (const status of ["pending", "queued", "blessed", null, 7, {}]) {
        expect(yield* withMore([{ event_id: first, status }])).toMatchObject({ [first]: { _tag: "Undecided" } })
      }
      expect(yield* withMore([])).toMatchObject({ [first]: { _tag: "Undecided" }, [second]: { _tag: "Accepted" } })
      expect(yield* withMore([null, 3, "x", { event_id: 5 }, { status: "success" }])).toMatchObject({ [first]: { _tag: "Undecided" } })
      expect(yield* withMore([{ event_id: second, status: "rejected", error: "no" }])).toMatchObject({ [second]: { _tag: "Undecided" } })
      expect(yield* withMore([{ event_id: second, status: "success" }])).toMatchObject({ [second]: { _tag: "Accepted" } })
    }))

  it.scopedLive("H-06 H-07 refuses what `details` names, as a list or as its JSON text, and keeps the rest", () =>
    Effect.gen(function*() {
      const details = [{ event_id: second, error: "payload.mission_slug: required field missing; token expired" }]
      const expected = {
        [first]: { _tag: "Undecided", reason: "nothing of the batch was stored (Batch validation failed)" },
        [second]: { _tag: "Refused", reason: details[0]?.error, category: "schema_mismatch" }
      }
      expect(yield* answered(json({ error: "Batch validation failed", details }, 400))).toStrictEqual(expected)
      expect(yield* answered(json({ error: "Batch validation failed", details: JSON.stringify(details) }, 400)))
        .toStrictEqual(expected)
    }))

  it.scopedLive("H-06 G-D8 asks for a split where a 400 does not say whom it means, and shows both texts", () =>
    Effect.gen(function*() {
      expect(yield* answered(json({ error: "Bad request", details: "one of them is odd" }, 400))).toMatchObject({
        _tag: "BatchFailure", kind: "unexplained", category: "schema_mismatch",
        reason: "HTTP 400: Bad request | one of them is odd"
      })
      for (const details of [[], [{ event_id: "unknown", error: "x" }], "[", null, 3]) {
        expect(yield* answered(json({ error: "Bad request", details }, 400))).toMatchObject({ kind: "unexplained" })
      }
    }))

  it.scopedLive("H-04 H-05 G-D9 turns every other status into the fault it is", () =>
    Effect.gen(function*() {
      const fault = (kind: string) => ({ _tag: "TargetFault", kind })
      const later = (reasonCode: string) => ({ _tag: "Unavailable", reasonCode })
      const table: ReadonlyArray<readonly [number, object]> = [
        [202, later("accepted_pending")], [204, later("uncorrelated_response")], [206, later("uncorrelated_response")],
        [401, fault("sign_in")], [403, fault("forbidden")], [404, fault("wrong_server")], [405, fault("wrong_server")],
        [408, later("request_timeout")], [409, { _tag: "BatchFailure", kind: "rejected" }], [412, fault("protocol")],
        [413, { _tag: "BatchFailure", kind: "too_large", category: "too_large" }],
        [422, { _tag: "BatchFailure", kind: "unexplained" }], [425, later("too_early")], [426, fault("protocol")],
        [429, later("rate_limited")], [451, { _tag: "BatchFailure", kind: "rejected" }], [500, later("server_error")],
        [503, later("server_error")], [599, later("server_error")], [999, later("unexpected_status")]
      ]
      for (const [status, expected] of table) {
        expect([status, yield* answered({ status, body: status === 204 ? "" : "{\"error\":\"x\"}" })])
          .toMatchObject([status, expected])
      }
    }))

  it.scopedLive("B-21 G-R6 passes on the longest wish of Retry-After and retry_after", () =>
    Effect.gen(function*() {
      const wish = (headers: Record<string, string>, body: unknown) => answered({ status: 429, headers, body: JSON.stringify(body) })
      expect(yield* wish({ "retry-after": "7" }, { error: "rate_limited" })).toMatchObject({ retryAfterMs: 7000 })
      expect(yield* wish({ "retry-after": "7" }, { retry_after: 30 })).toMatchObject({ retryAfterMs: 30_000 })
      expect(yield* wish({}, { retry_after_seconds: 1e9 })).toMatchObject({ retryAfterMs: 86_400_000 })
      expect(yield* wish({ "retry-after": "-1" }, { retry_after: "soon" })).toMatchObject({ retryAfterMs: null })
    }))
})
