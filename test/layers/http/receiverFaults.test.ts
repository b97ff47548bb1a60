import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as TestClock from "effect/TestClock"
import { Fault } from "../../../src/domain/receiver/Fault.js"
import { PushAnswer } from "../../../src/domain/receiver/PushAnswer.js"
import { ArtifactPath, ContentHash } from "../../../src/domain/dossier/Artifact.js"
import * as ReceiverServer from "../../../src/layers/http/ReceiverServer.js"
import { makeFaultPlayer } from "../../../src/layers/http/receiver/faultPlayer.js"
import * as ReceiverMemory from "../../../src/layers/memory/Receiver.js"
import { ReceiverAddress } from "../../../src/services/ReceiverAddress.js"
import { ReceiverSteering } from "../../../src/services/ReceiverSteering.js"
import { httpCall, rawCall } from "../../fixtures/httpCall.js"
import { aBody, indexed, sha256, ulid } from "../../../src/laws/fixtures/receiver.js"
import { receiverNeeds } from "../../fixtures/receiverNeeds.js"

const playing = (...faults: ReadonlyArray<Fault>) =>
  ReceiverServer.layer({ port: 0, tokens: [], faults, patience: { headersMs: 200, requestMs: 400, checkMs: 50 } }).pipe(
    Layer.provideMerge(ReceiverMemory.layer()),
    Layer.provide(receiverNeeds)
  )

const headers = { "authorization": "Bearer t", "content-type": "application/json" }
const post = (path: string, body: unknown) =>
  Effect.flatMap(ReceiverAddress, ({ url }) => httpCall(url, { method: "POST", path, headers, body: JSON.stringify(body) }))
const batch = (...events: ReadonlyArray<unknown>) => post("/api/v1/events/batch/", { events })
const push = (body: unknown) => post("/api/dossier/push-content/", body)
const ledger = Effect.flatMap(ReceiverAddress, ({ url }) => Effect.map(httpCall(url, { path: "/_ledger" }), ({ json }) => json))
const event = indexed(1, "spec.md", "tea")
const body = aBody("spec.md", "tea")

describe("receiver faults over HTTP", () => {
  it.scopedLive("N-07 offline: it listens, every API connection is dropped, the ledger can be read", () =>
    Effect.gen(function*() {
      for (const call of [batch(event), push(body)]) expect(yield* Effect.flip(call)).toMatchObject({ _tag: "NoAnswer" })
      expect(yield* ledger).toMatchObject({ events: [], bodies: [] })
      expect(yield* (yield* ReceiverSteering).received).toEqual([])
    }).pipe(Effect.provide(playing(Fault.Offline()))))

  it.scopedLive("N-07 429:N: the next N answers, with Retry-After, then it works", () =>
    Effect.gen(function*() {
      for (const call of [batch(event), push(body)]) {
        expect(yield* call).toMatchObject({
          status: 429, headers: { "retry-after": "1" }, json: { error: "rate_limited", retry_after: 1 }
        })
      }
      expect((yield* ledger)).toMatchObject({ events: [] })
      expect((yield* batch(event)).status).toBe(200)
      expect((yield* push(body)).status).toBe(201)
    }).pipe(Effect.provide(playing(Fault.Refuse({ refusal: "429", count: 2 })))))

  it.scopedLive.each([
    ["400", { status: 400, json: { details: [] } }, { status: 400, json: { error: "validation_error" } }],
    ["401", { status: 401, json: { error: "authentication_required" } }, { status: 401, json: { error: "authentication_required" } }],
    ["403", { status: 403 }, { status: 403 }],
    ["413", { status: 413, json: { error: "payload_too_large" } }, { status: 413, json: { error: "payload_too_large" } }]
  ] as const)("N-07 %s:N: the next N answers, each in its endpoint's words, and no work; then it works", ([refusal, ofBatch, ofPush]) =>
    Effect.gen(function*() {
      expect(yield* batch(event)).toMatchObject(ofBatch)
      expect(yield* push(body)).toMatchObject(ofPush)
      expect(yield* (yield* ReceiverSteering).received).toEqual([])
      expect((yield* batch(event)).status).toBe(200)
      expect((yield* push(body)).status).toBe(201)
    }).pipe(Effect.provide(playing(Fault.Refuse({ refusal, count: 2 })))))

  it.scopedLive("N-07 404-namespace:N: the next N bodies, although the namespace is there; batches go through", () =>
    Effect.gen(function*() {
      expect((yield* batch(event)).status).toBe(200)
      for (const call of [push(body), push(body)]) {
        expect(yield* call).toMatchObject({ status: 404, json: { error: "namespace_not_found" } })
      }
      expect((yield* push(body)).status).toBe(201)
    }).pipe(Effect.provide(playing(Fault.Refuse({ refusal: "404-namespace", count: 2 })))))

  it.scopedLive("N-07 several refusals come in the order in which they were given, and the ledger is spared", () =>
    Effect.gen(function*() {
      expect(yield* ledger).toMatchObject({ events: [] })
      const statuses = yield* Effect.replicateEffect(Effect.map(batch(event), ({ status }) => status), 5)
      expect(statuses).toEqual([413, 413, 401, 403, 200])
    }).pipe(Effect.provide(playing(
      Fault.Refuse({ refusal: "404-namespace", count: 1 }), Fault.Refuse({ refusal: "413", count: 2 }),
      Fault.Refuse({ refusal: "401", count: 1 }), Fault.Refuse({ refusal: "403", count: 1 })
    ))))

  it.scopedLive("N-07 404-index:N: the first N posts of each path, although the entry is there", () =>
    Effect.gen(function*() {
      yield* batch(event, indexed(2, "plan.md", "tea"))
      const statuses = yield* Effect.forEach(
        ["spec.md", "spec.md", "plan.md", "spec.md", "plan.md", "plan.md"],
        (path) => Effect.map(push(aBody(path, "tea")), ({ status }) => status)
      )
      expect(statuses).toEqual([404, 404, 404, 201, 404, 201])
    }).pipe(Effect.provide(playing(Fault.NotIndexed({ count: 2 })))))

  it.scopedLive("N-07 5xx:1 answers 503 and does no work", () =>
    Effect.gen(function*() {
      expect(yield* batch(event)).toMatchObject({ status: 503, json: { error: "unavailable" } })
      expect(yield* (yield* ReceiverSteering).received).toEqual([])
    }).pipe(Effect.provide(playing(Fault.ServerError({ probability: 1 })))))

  it.scopedLive("N-07 G-D2 drop-after-commit: no answer, but stored; the next post finds it there", () =>
    Effect.gen(function*() {
      expect(yield* Effect.flip(batch(event))).toMatchObject({ _tag: "NoAnswer" })
      expect(yield* Effect.flip(push(body))).toMatchObject({ _tag: "NoAnswer" })
      expect(yield* Effect.flip(push(body))).toMatchObject({ _tag: "NoAnswer" })
      expect(yield* ledger).toMatchObject({
        events: [{ event_id: ulid(1), posted: 1 }],
        bodies: [{ hash: sha256("tea"), posted: 2 }],
        redundant_posts: 1
      })
      expect((yield* push({})).status).toBe(400)
    }).pipe(Effect.provide(playing(Fault.DropAfterCommit({ probability: 1 })))))

  it.scopedLive("N-07 lying-hash:N: stored, but acknowledged under another hash", () =>
    Effect.gen(function*() {
      yield* batch(event)
      const lie = yield* push(body)
      expect(lie).toMatchObject({ status: 201, json: { status: "stored", artifact_path: "spec.md" } })
      expect(lie.text).toMatch(/"content_hash":"[01]{64}"/)
      expect(yield* push(body)).toMatchObject({ status: 200, json: { content_hash: sha256("tea") } })
    }).pipe(Effect.provide(playing(Fault.LyingHash({ count: 1 })))))

  it.scopedLive("N-07 slow: a sender that gives up before the delay is over left nothing behind", () =>
    Effect.gen(function*() {
      const impatient = yield* Effect.fork(batch(event))
      yield* Fiber.interrupt(impatient)
      expect(yield* (yield* ReceiverSteering).received).toEqual([])
    }).pipe(Effect.provide(playing(Fault.Slow({ delay: Duration.minutes(10) })))))

  it.scopedLive("G-V1 a client that never finishes its headers or its body is put out", () =>
    Effect.gen(function*() {
      const { url } = yield* ReceiverAddress
      const [slowHeaders, slowBody] = yield* Effect.all([
        rawCall(url, "POST /api/v1/events/batch/ HTTP/1.1\r\nHost: x\r\n"),
        rawCall(url, `POST /api/v1/events/batch/ HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer t\r\n` +
          "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
      ], { concurrency: 2 })
      expect(slowHeaders).toContain("408")
      expect(slowBody).not.toContain("200 OK")
      expect((yield* batch(event)).status).toBe(200)
    }).pipe(Effect.provide(playing())))
})

describe("receiver over HTTP: endless senders", () => {
  it.scopedLive("G-V1 a chunked body without an end is answered at the cap, not at its end", () =>
    Effect.gen(function*() {
      const { url } = yield* ReceiverAddress
      const answer = yield* rawCall(url, `POST /api/v1/events/batch/ HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer t\r\n` +
        `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n${" ".repeat(1_200_000)}`)
      expect(answer).toContain("HTTP/1.1 413")
    }).pipe(Effect.provide(playing())))
})

describe("fault player", () => {
  it.effect("N-07 slow waits by the clock, however often it is given in sum", () =>
    Effect.gen(function*() {
      const slow = Fault.Slow({ delay: Duration.seconds(2) })
      const { beforeWork } = yield* makeFaultPlayer([slow, slow])
      const answer = yield* Effect.fork(beforeWork("events"))
      yield* TestClock.adjust("3 seconds")
      expect(yield* Fiber.poll(answer)).toEqual(Option.none())
      yield* TestClock.adjust("1 second")
      expect(yield* Fiber.join(answer)).toEqual(Option.none())
    }))

  it.effect("N-07 5xx:P and drop-after-commit:P follow Random: the same seed, the same faults, about P of them", () =>
    Effect.gen(function*() {
      const draw = Effect.gen(function*() {
        const player = yield* makeFaultPlayer([
          Fault.ServerError({ probability: 0.25 }), Fault.DropAfterCommit({ probability: 0.5 })
        ])
        return yield* Effect.all(Array.from({ length: 1000 }, () =>
          Effect.all([Effect.map(player.beforeWork("bodies"), Option.isSome), player.dropsAnswer])))
      })
      const first = yield* Effect.withRandom(draw, Random.make("seed"))
      expect(yield* Effect.withRandom(draw, Random.make("seed"))).toEqual(first)
      expect(first.filter(([failed]) => failed).length).toBeGreaterThan(200)
      expect(first.filter(([failed]) => failed).length).toBeLessThan(300)
      expect(first.filter(([, dropped]) => dropped).length).toBeGreaterThan(440)
      expect(first.filter(([, dropped]) => dropped).length).toBeLessThan(560)
    }))

  it.effect("N-07 a lie is told of an acknowledgement only", () =>
    Effect.gen(function*() {
      const { afterPush } = yield* makeFaultPlayer([Fault.LyingHash({ count: 1 })])
      const path = ArtifactPath.make("spec.md")
      const refused = PushAnswer.IndexEntryNotFound({ path, missionSlug: "a" })
      expect(yield* afterPush(refused)).toEqual(refused)
      const stored = PushAnswer.AlreadyExists({ path, hash: ContentHash.make(sha256("tea")) })
      expect((yield* afterPush(stored))._tag).toBe("Refused")
      expect(yield* afterPush(stored)).toEqual(stored)
    }))
})
