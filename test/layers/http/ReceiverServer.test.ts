import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { createConnection } from "node:net"
import { networkInterfaces } from "node:os"
import { gzipSync } from "node:zlib"
import * as ReceiverServer from "../../../src/layers/http/ReceiverServer.js"
import { receiverOpenApi } from "../../../src/layers/http/receiver/Api.js"
import * as ReceiverMemory from "../../../src/layers/memory/Receiver.js"
import { reply } from "../../../src/domain/receiver/Reply.js"
import { routes } from "../../../src/domain/wire/routes.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { ReceiverAddress } from "../../../src/services/ReceiverAddress.js"
import { ReceiverSteering } from "../../../src/services/ReceiverSteering.js"
import { type Call, httpCall, rawCall } from "../../fixtures/httpCall.js"
import { aBody, anEvent, drift, indexed, missing, missionCreated, sha256, snapshot, ulid } from "../../../src/laws/fixtures/receiver.js"
import { receiverNeeds } from "../../fixtures/receiverNeeds.js"

const serving = (options: Partial<ReceiverServer.ReceiverServerOptions> = {}) =>
  ReceiverServer.layer({ port: 0, tokens: [], faults: [], ...options }).pipe(
    Layer.provideMerge(ReceiverMemory.layer()),
    Layer.provide(receiverNeeds)
  )

const call = (options: Call) => Effect.flatMap(ReceiverAddress, ({ url }) => httpCall(url, options))
const json = { "authorization": "Bearer t", "content-type": "application/json" }
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call({ method: "POST", path, headers: { ...json, ...headers }, body: JSON.stringify(body) })
const postRaw = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  call({ method: "POST", path, headers: { ...json, ...headers }, body })

const batchPath = "/api/v1/events/batch/"
const pushPath = "/api/dossier/push-content/"
const gzip = { "content-encoding": "gzip" }
const batch = (...events: ReadonlyArray<unknown>) => post(batchPath, { events })
const ledger = Effect.map(call({ path: "/_ledger", headers: { authorization: "Bearer t" } }), ({ json }) => json)

describe("receiver over HTTP", () => {
  it.scopedLive("H-03 H-05 D-38 takes a gzip or plain batch of all dossier events and answers per event", () =>
    Effect.gen(function*() {
      const events = [indexed(1, "spec.md", "tea"), missing(2), snapshot(3), drift(4)]
      const first = yield* postRaw(batchPath, gzipSync(JSON.stringify({ events })), gzip)
      expect(first.status).toBe(200)
      expect(first.json).toEqual({ results: [1, 2, 3, 4].map((n) => ({ event_id: ulid(n), status: "success" })) })
      const second = yield* batch(...events, { ...events[0], aggregate_id: "another" })
      expect(second.json).toMatchObject({
        results: [...events.map(() => ({ status: "duplicate" })), { status: "rejected", error_message: expect.any(String) }]
      })
    }).pipe(Effect.provide(serving())))

  it.scopedLive("H-05 H-06 answers 400 with error and details, and an empty list with the known phrase", () =>
    Effect.gen(function*() {
      expect(yield* batch()).toMatchObject({ status: 400, json: { error: "No events provided", details: [] } })
      const invalid = yield* batch(missionCreated(1), { ...missionCreated(2), node_id: "nonsense" })
      expect(invalid).toMatchObject({
        status: 400,
        json: { error: expect.any(String), details: [{ event_id: ulid(2), error: expect.stringContaining("/node_id") }] }
      })
      for (const document of [{}, { events: 1 }, { events: [], more: 1 }, [], null, "text"]) {
        expect(yield* post(batchPath, document)).toMatchObject({ status: 400, json: { details: [] } })
      }
      expect(yield* postRaw(batchPath, "{")).toMatchObject({ status: 400 })
      expect(yield* postRaw(batchPath, new Uint8Array([0x22, 0xff, 0x22]))).toMatchObject({ status: 400 })
      expect(yield* ledger).toEqual({ events: [], bodies: [], redundant_posts: 0 })
    }).pipe(Effect.provide(serving())))

  it.scopedLive("B-25 G-V2 a body is stored with 201, again with 200, and both echo path and hash", () =>
    Effect.gen(function*() {
      yield* batch(snapshot(1))
      const body = aBody("tasks/WP01-a.md", "tea\r\n\u{1F375}")
      const echo = { artifact_path: "tasks/WP01-a.md", content_hash: sha256("tea\r\n\u{1F375}") }
      expect(yield* post(pushPath, aBody("a.md", "x", { mission_slug: "099-none" })))
        .toMatchObject({ status: 404, json: { error: "namespace_not_found" } })
      expect(yield* post(pushPath, body)).toMatchObject({ status: 404, json: { error: "index_entry_not_found" } })
      yield* batch(indexed(2, "tasks/WP01-a.md", "tea\r\n\u{1F375}"))
      expect(yield* post(pushPath, body)).toMatchObject({ status: 201, json: { status: "stored", ...echo } })
      expect(yield* postRaw(pushPath, gzipSync(JSON.stringify(body)), gzip))
        .toMatchObject({ status: 200, json: { status: "already_exists", ...echo } })
      expect(yield* post(pushPath, { ...body, content_body: " " })).toMatchObject({
        status: 400,
        json: { error: "validation_error", detail: "content_body: This field may not be blank." }
      })
      for (const request of ["{", "[]"]) {
        expect(yield* postRaw(pushPath, request))
          .toMatchObject({ status: 400, json: { error: "validation_error", detail: expect.stringMatching(/^request: /) } })
      }
      expect(yield* post(pushPath, { ...body, content_body: "coffee" }))
        .toMatchObject({ status: 400, json: { detail: "content_hash: does not match content_body" } })
    }).pipe(Effect.provide(serving())))

  it.scopedLive("B-25 the largest body passes even where JSON spells it in six bytes a byte", () =>
    Effect.gen(function*() {
      const text = `${"\u0001".repeat(524_287)}x`
      yield* batch(indexed(1, "a.md", text))
      expect(yield* post(pushPath, aBody("a.md", text))).toMatchObject({ status: 201 })
      expect(yield* post(pushPath, aBody("a.md", `${text}x`))).toMatchObject({ status: 400, json: { error: "validation_error" } })
    }).pipe(Effect.provide(serving())))

  it.scopedLive("B-25 N-07 the ledger counts every post of everything accepted", () =>
    Effect.gen(function*() {
      const event = indexed(1, "spec.md", "tea")
      yield* batch(event)
      yield* batch(event)
      for (const _ of [1, 2, 3]) yield* post(pushPath, aBody("spec.md", "tea"))
      expect(yield* ledger).toMatchObject({
        events: [{ event_id: ulid(1), event_type: "MissionDossierArtifactIndexed", path: "spec.md", hash: sha256("tea"), posted: 2 }],
        bodies: [{ namespace: { mission_slug: "012-tea-house" }, path: "spec.md", hash: sha256("tea"), posted: 3, current: true }],
        redundant_posts: 3
      })
    }).pipe(Effect.provide(serving())))

  it.scopedLive("N-07 answers a test's 401, 403 or 409 as it was told", () =>
    Effect.gen(function*() {
      const { failNext } = yield* ReceiverSteering
      yield* failNext(1, reply(403, { error: "project_not_admitted" }))
      expect(yield* post(pushPath, aBody("spec.md", "tea"))).toMatchObject({ status: 403, json: { error: "project_not_admitted" } })
      expect(yield* batch(missionCreated(1))).toMatchObject({ status: 200 })
    }).pipe(Effect.provide(serving())))

  it.scopedLive("unknown paths and methods are 404 in JSON, and health says ok", () =>
    Effect.gen(function*() {
      const headers = { authorization: "Bearer t" }
      expect(yield* call({ path: "/api/v1/sync/health/", headers })).toMatchObject({ status: 200, json: { status: "ok" } })
      for (const path of ["/", "/nowhere", "/api/v1/events/batch", batchPath, "/_ledger/../etc/passwd"]) {
        expect(yield* call({ path, headers })).toMatchObject({ status: 404, json: { error: "not_found" } })
      }
      expect((yield* call({ path: "/_ledger" })).headers).toMatchObject({
        "cache-control": "no-store", "x-content-type-options": "nosniff", "content-type": "application/json"
      })
    }).pipe(Effect.provide(serving())))
})

describe("receiver over HTTP: who may ask", () => {
  const attempts = (header: Record<string, string>) =>
    Effect.map(call({ path: "/api/v1/sync/health/", headers: header }), ({ status }) => status)

  it.scopedLive("G-V2 without --token any non-empty bearer token is good, and the ledger is open", () =>
    Effect.gen(function*() {
      expect(yield* attempts({ authorization: "Bearer anything" })).toBe(200)
      for (const header of [{}, { authorization: "Bearer " }, { authorization: "Basic dXNlcjpwYXNz" }, { authorization: "Bearer a b" }]) {
        expect(yield* attempts(header)).toBe(401)
      }
      const anonymous = yield* call({ method: "POST", path: batchPath, headers: { "content-type": "application/json" }, body: "{}" })
      expect(anonymous).toMatchObject({ status: 401, json: { error: "authentication_required" } })
      expect((yield* call({ path: "/_ledger" })).status).toBe(200)
    }).pipe(Effect.provide(serving())))

  it.scopedLive("G-V2 with --token only those are good, for the ledger too", () =>
    Effect.gen(function*() {
      for (const token of ["one", "two"]) expect(yield* attempts({ authorization: `Bearer ${token}` })).toBe(200)
      for (const token of ["three", "on", "onee", "ONE"]) expect(yield* attempts({ authorization: `Bearer ${token}` })).toBe(401)
      expect((yield* call({ path: "/_ledger" })).status).toBe(401)
      expect((yield* call({ path: "/_ledger", headers: { authorization: "Bearer two" } })).status).toBe(200)
    }).pipe(Effect.provide(serving({ tokens: [Redacted.make("one"), Redacted.make("two")] }))))

  it.scopedLive("G-V2 only our own Host is served, on every path", () =>
    Effect.gen(function*() {
      const { port } = new URL((yield* ReceiverAddress).url)
      const headers = { authorization: "Bearer t" }
      for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1.evil.com:${port}`, `localhost.:${port}`, "localhost:1"]) {
        for (const path of ["/_ledger", "/api/v1/sync/health/", "/"]) {
          expect(yield* call({ path, headers: { ...headers, host } })).toMatchObject({ status: 421 })
        }
      }
      expect(yield* call({ path: "/_ledger", headers: { host: `localhost:${port}` } })).toMatchObject({ status: 200 })
      const { url } = yield* ReceiverAddress
      const twice = yield* rawCall(url, `GET /_ledger HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)
      const absolute = yield* rawCall(url, `GET http://evil.example/_ledger HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)
      const none = yield* rawCall(url, "GET /_ledger HTTP/1.0\r\n\r\n")
      expect([twice, absolute, none].map((text) => text.slice(9, 12))).toEqual(["400", "400", "400"])
    }).pipe(Effect.provide(serving())))

  it.scopedLive("G-V2 it listens on 127.0.0.1 and on no other address of the machine", () =>
    Effect.gen(function*() {
      const { url } = yield* ReceiverAddress
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      const others = Object.values(networkInterfaces()).flat().flatMap((one) => (one?.internal === false ? [one.address] : []))
      for (const host of others) {
        const connected = yield* Effect.async<boolean>((resume) => {
          const socket = createConnection({ host, port: Number(new URL(url).port) })
          socket.on("connect", () => resume(Effect.succeed(true)))
          socket.on("error", () => resume(Effect.succeed(false)))
          return Effect.sync(() => socket.destroy())
        })
        expect(connected).toBe(false)
      }
    }).pipe(Effect.provide(serving())))

  it.scopedLive("a port in use is a typed error", () =>
    Effect.gen(function*() {
      const port = Number(new URL((yield* ReceiverAddress).url).port)
      const failure = yield* Effect.flip(Effect.provide(ReceiverAddress, serving({ port })))
      expect(failure).toMatchObject({ _tag: "ReceiverNotListening", port })
    }).pipe(Effect.provide(serving())))
})

describe("receiver over HTTP: hostile bodies", () => {
  const padded = (bytes: number) => JSON.stringify({ events: ["x".repeat(bytes - 15)] })

  it.scopedLive("G-V1 caps a batch before decompression, decoded, and by its ratio", () =>
    Effect.gen(function*() {
      expect(padded(524_288)).toHaveLength(524_288)
      expect((yield* postRaw(batchPath, padded(524_288))).status).toBe(400)
      for (const bytes of [524_289, 1_048_577, 8_000_000]) {
        expect(yield* postRaw(batchPath, padded(bytes))).toMatchObject({ status: 413, json: { error: "payload_too_large" } })
      }
      const zeros = gzipSync(Buffer.alloc(100_000_000))
      expect((yield* postRaw(batchPath, zeros, gzip)).status).toBe(413)
      const inflating = gzipSync(padded(400_000))
      expect(400_000 / inflating.length).toBeGreaterThan(100)
      expect((yield* postRaw(batchPath, inflating, gzip)).status).toBe(413)
      expect((yield* postRaw(pushPath, gzipSync(Buffer.alloc(50_000_000)), gzip)).status).toBe(413)
      expect((yield* batch(missionCreated(1))).status).toBe(200)
    }).pipe(Effect.provide(serving())))

  it.scopedLive("G-V1 one encoding layer: nested gzip, two encodings, others and broken gzip are refused", () =>
    Effect.gen(function*() {
      const body = JSON.stringify({ events: [missionCreated(1)] })
      expect((yield* postRaw(batchPath, gzipSync(gzipSync(body)), gzip)).status).toBe(400)
      for (const encoding of ["gzip, gzip", "br", "deflate", "gzip,identity"]) {
        expect((yield* postRaw(batchPath, gzipSync(body), { "content-encoding": encoding })).status).toBe(415)
        expect((yield* postRaw(batchPath, "x".repeat(2_000_000), { "content-encoding": encoding })).status).toBe(415)
      }
      expect((yield* postRaw(batchPath, gzipSync(body).subarray(0, 40), gzip)).status).toBe(400)
      expect((yield* postRaw(batchPath, body, gzip)).status).toBe(400)
      expect((yield* postRaw(batchPath, body, { "content-type": "text/plain" })).status).toBe(415)
      expect(yield* ledger).toMatchObject({ events: [] })
    }).pipe(Effect.provide(serving())))

  it.scopedLive("G-V1 JSON deeper than 64 levels is refused before it is parsed", () =>
    Effect.gen(function*() {
      const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`
      const deep = yield* postRaw(batchPath, nested(65))
      expect(deep).toMatchObject({ status: 400, json: { detail: "the JSON is nested deeper than 64 levels" } })
      expect((yield* postRaw(batchPath, nested(64))).text).not.toContain("deeper")
      expect((yield* postRaw(pushPath, nested(200_000))).status).toBe(400)
    }).pipe(Effect.provide(serving())))

  it.scopedLive("G-C2 an event of the greatest depth that the gate takes is taken, and of one level more by neither", () =>
    Effect.gen(function*() {
      const { eventText } = yield* ContractGate
      const nested = (levels: number): unknown => levels === 0 ? 1 : [nested(levels - 1)]
      // The event and its payload are the first two levels.
      const event = (n: number, levels: number) =>
        anEvent(n, "HistoryAdded", {
          mission_slug: "012-tea-house", mission_number: 12, mission_type: "software-dev",
          wp_id: "WP01", entry_type: "note", entry_content: "deep", extra: nested(levels - 2)
        })
      const passes = (levels: number) => Effect.isSuccess(eventText(JSON.stringify(event(1, levels))))
      const greatest = yield* Effect.findFirst(Array.from({ length: 99 }, (_, n) => 99 - n), passes)
      expect(greatest).toEqual(Option.some(62))
      expect(yield* batch(event(1, 62))).toMatchObject({ status: 200, json: { results: [{ status: "success" }] } })
      expect(yield* batch(event(2, 63))).toMatchObject({ status: 400 })
    }).pipe(Effect.provide(Layer.merge(serving(), receiverNeeds))))

  it.scopedLive("G-V1 oversized headers are refused", () =>
    Effect.gen(function*() {
      const answer = yield* call({ path: "/_ledger", headers: { "x-large": "x".repeat(17_000) } })
      expect(answer.status).toBe(431)
    }).pipe(Effect.provide(serving())))
})

describe("receiver over HTTP: its description", () => {
  it("H-03 the OpenAPI document has what a client calls, its answers and the bearer scheme", () => {
    const { components, paths } = receiverOpenApi
    expect(Object.keys(paths).sort()).toEqual(Object.values(routes).sort())
    expect(paths["/api/v1/token/"]?.post?.security).toEqual([])
    expect(Object.keys(paths["/api/v1/token/refresh/"]?.post?.responses ?? {}).sort())
      .toEqual(["200", "400", "401", "413", "415", "429", "503"])
    expect(Object.keys(paths["/api/v1/tracker/bind-confirm/"]?.post?.responses ?? {}).sort())
      .toEqual(["200", "400", "401", "403", "404", "409", "413", "415", "429", "503"])
    const required = paths["/api/v1/tracker/bind-confirm/"]?.post?.parameters.filter((parameter) => parameter.required)
    expect(required?.map(({ name }) => name)).toEqual(["x-team-slug", "idempotency-key"])
    expect(Object.keys(paths[pushPath]?.post?.responses ?? {}).sort())
      .toEqual(["200", "201", "400", "401", "403", "404", "413", "415", "429", "503"])
    expect(Object.keys(paths[batchPath]?.post?.responses ?? {}).sort()).toEqual(["200", "400", "401", "403", "413", "415", "429", "503"])
    expect(components.securitySchemes).toEqual({ bearer: { type: "http", scheme: "bearer" } })
  })
})
