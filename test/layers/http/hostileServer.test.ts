import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import { readFileSync } from "node:fs"
import { createServer } from "node:https"
import { brotliCompressSync, gzipSync } from "node:zlib"
import { vi } from "vitest"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import { EventTransport } from "../../../src/services/EventTransport.js"
import { hostileServer, rawServer, type Reply } from "../../faults/hostileServer.js"
import { aBody, events } from "../../../src/laws/fixtures/claims.js"
import { canary, pushOne, sendTwo, transports } from "../../fixtures/httpTransports.js"

const later = (reasonCode: string) => ({ _tag: "Unavailable", reasonCode })
const fault = (kind: string) => ({ _tag: "TargetFault", kind })

/** The error of a body and of a batch, each sent once to the same server. */
const bothErrors = (server: ServerUrl) =>
  Effect.all([Effect.flip(pushOne(server)), Effect.flip(sendTwo(server))]).pipe(
    Effect.catchAll((acknowledged) => Effect.dieMessage(`taken as delivered: ${JSON.stringify(acknowledged)}`))
  )

const impatient = { totalTimeout: Duration.millis(400) }

describe("G-N1 S20 redirects", () => {
  it.scopedLive.each([301, 302, 303, 307, 308])("G-N1 a %s is a fault of the target, and nothing goes there", (status) =>
    Effect.gen(function*() {
      const collector = yield* rawServer(() => undefined)
      const places = [
        [`${collector.url}/?token=${canary}`, `redirect to ${collector.url}`], [`//127.0.0.1:${collector.port}/x`, `redirect to ${collector.url}`],
        ["data:text/plain,hello", "redirect to data:"], ["https://evil.example/a?b", "redirect to https://evil.example,"],
        ["http://[", "redirect to an unknown place"]
      ] as const
      for (const [location, shown] of places) {
        const server = yield* hostileServer(() => ({ status, headers: { location } }))
        for (const error of yield* bothErrors(server.url)) {
          expect(error).toMatchObject(fault("redirect"))
          expect("reason" in error ? error.reason : "").toContain(shown)
        }
        expect(server.requests).toHaveLength(2)
      }
      expect([collector.connections.count, collector.bytes()]).toStrictEqual([0, ""])
    }).pipe(Effect.provide(transports())))
})

describe("H-03 how requests are framed", () => {
  it.scopedLive("H-03 with a length, never chunked, expecting no 100; an HTTP/1.0 answer that ends with the connection will do", () =>
    Effect.gen(function*() {
      const ids = (yield* events(2)).map(({ event }) => event.value.event_id)
      const results = JSON.stringify({ results: ids.map((event_id) => ({ event_id, status: "success" })) })
      const server = yield* rawServer((socket) =>
        socket.once("data", () => socket.end(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${results}`)))
      expect([...(yield* sendTwo(server.url)).values()].map(({ _tag }) => _tag)).toEqual(["Accepted", "Accepted"])
      yield* Effect.flip(pushOne(server.url))
      const heads = server.bytes().match(/POST [^]*?\r\n\r\n/g) ?? []
      expect(heads).toHaveLength(2)
      for (const head of heads) {
        expect(head).toMatch(/\r\ncontent-length: [1-9]\d*\r\n/i)
        expect(head).not.toMatch(/\r\n(transfer-encoding|expect):/i)
      }
    }).pipe(Effect.provide(transports())))
})

describe("G-N5 G-D6 answers that acknowledge nothing", () => {
  const bodies: ReadonlyArray<readonly [name: string, body: string | Uint8Array]> = [
    ["empty", ""], ["cut off", "{\"results\":[{\"event_id\":"], ["an array", "[]"], ["null", "null"], ["text", "ok"],
    ["deep", "[".repeat(100_000)], ["deep and closed", "[".repeat(100_000) + "]".repeat(100_000)],
    ["deep results", `{"results":${"[".repeat(50_000)}${"]".repeat(50_000)}}`], ["a huge number", `{"results":1e999}`],
    ["not UTF-8", Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])], ["UTF-16", Buffer.from("{\"results\":[]}", "utf16le")],
    ["results of the wrong type", "{\"results\":{\"0\":{}},\"__proto__\":{\"status\":\"stored\"}}"]
  ]
  it.scopedLive.each(bodies)("G-N5 a 200 that is %s is tried again later", ([, body]) =>
    Effect.gen(function*() {
      const server = yield* hostileServer(() => ({ body }))
      for (const error of yield* bothErrors(server.url)) expect(error).toMatchObject(later("uncorrelated_response"))
    }).pipe(Effect.provide(transports())))

  it.scopedLive("G-N5 G-D9 an HTML page on a 200 is another server's", () =>
    Effect.gen(function*() {
      const pages: ReadonlyArray<Reply> = [
        { headers: { "content-type": "text/html; charset=utf-8" }, body: "Please sign in to the airport" },
        { body: "  <!DOCTYPE html><title>Portal</title>" }
      ]
      for (const page of pages) {
        const server = yield* hostileServer(() => page)
        for (const error of yield* bothErrors(server.url)) expect(error).toMatchObject(fault("wrong_server"))
      }
    }).pipe(Effect.provide(transports())))

  it.scopedLive("G-N5 no random answer is ever taken as an acknowledgement, and none is a defect", () =>
    Effect.gen(function*() {
      const replies = FastCheck.sample(
        FastCheck.record({
          status: FastCheck.integer({ min: 200, max: 599 }),
          body: FastCheck.oneof(FastCheck.json(), FastCheck.string({ unit: "binary" }), FastCheck.uint8Array())
        }),
        150
      )
      for (const { body, status } of replies) {
        const server = yield* hostileServer(() => ({ status, body: status === 204 || status === 304 ? "" : body }))
        yield* bothErrors(server.url)
      }
    }).pipe(Effect.provide(transports())))
})

describe("G-N6 answers without end or measure", () => {
  it.scopedLive("G-N6 an endless body is dropped at the cap", () =>
    Effect.gen(function*() {
      let sent = 0
      const server = yield* hostileServer((_request, response) => {
        const chunk = Buffer.alloc(65_536, 0x20)
        const more = () => {
          sent += chunk.length
          if (!response.destroyed) response.write(chunk, () => setImmediate(more))
        }
        response.writeHead(200)
        more()
        return undefined
      })
      for (const error of yield* bothErrors(server.url)) expect(error).toMatchObject(later("uncorrelated_response"))
      expect(sent).toBeLessThan(20_000_000)
    }).pipe(Effect.provide(transports({ maxResponseBytes: 100_000 }))))

  it.scopedLive("G-N6 an answer that comes byte by byte ends at the total deadline", () =>
    Effect.gen(function*() {
      const server = yield* hostileServer((_request, response) => {
        response.writeHead(200)
        const timer = setInterval(() => response.write(" "), 10)
        response.on("close", () => clearInterval(timer))
        return undefined
      })
      for (const error of yield* bothErrors(server.url)) expect(error).toMatchObject(later("timeout"))
    }).pipe(Effect.provide(transports(impatient))))

  it.scopedLive("G-N6 compressed answers are not even opened: we asked for none", () =>
    Effect.gen(function*() {
      const bomb = Buffer.alloc(5_000_000, 0x20)
      for (const [encoding, body] of [["gzip", gzipSync(bomb)], ["br", brotliCompressSync(bomb)]] as const) {
        const server = yield* hostileServer(() => ({ headers: { "content-encoding": encoding }, body }))
        for (const error of yield* bothErrors(server.url)) expect(error).toMatchObject(later("uncorrelated_response"))
      }
    }).pipe(Effect.provide(transports())))

  it.scopedLive("G-N6 a valid acknowledgement does not count in an encoding we did not ask for, or below endless headers", () =>
    Effect.gen(function*() {
      const { artifact_path, content_hash } = (yield* aBody()).body.value
      const body = JSON.stringify({ status: "stored", artifact_path, content_hash })
      const disguises: ReadonlyArray<Record<string, string>> = [{ "content-encoding": "gzip" }, { "x-pad": "a".repeat(70_000) }]
      for (const headers of disguises) {
        const server = yield* hostileServer(() => ({ status: 201, headers, body }))
        expect(yield* Effect.flip(pushOne(server.url))).toMatchObject(later("uncorrelated_response"))
      }
      const plain = yield* hostileServer(() => ({ status: 201, headers: { "content-encoding": "identity", "x-pad": "a".repeat(50_000) }, body }))
      expect(yield* pushOne(plain.url)).toBe("uploaded")
    }).pipe(Effect.provide(transports())))

  it.scopedLive("G-N6 headers past 64 KiB and a content-length that lies are no answer", () =>
    Effect.gen(function*() {
      const heads = [
        `HTTP/1.1 200 OK\r\nx-pad: ${"a".repeat(70_000)}\r\ncontent-length: 2\r\n\r\n{}`,
        "HTTP/1.1 200 OK\r\ncontent-length: -7\r\n\r\n{}",
        "GARBAGE\r\n\r\n"
      ]
      for (const head of heads) {
        const server = yield* rawServer((socket) => socket.once("data", () => socket.end(head)))
        for (const error of yield* bothErrors(server.url)) expect(error).toMatchObject(later("uncorrelated_response"))
      }
      const short = yield* rawServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}")))
      for (const error of yield* bothErrors(short.url)) expect(error).toMatchObject({ _tag: "Unavailable" })
    }).pipe(Effect.provide(transports())))
})

describe("G-N7 connections that break", () => {
  it.scopedLive.each([
    ["a reset", "connection_lost", (socket: { resetAndDestroy: () => void }) => socket.resetAndDestroy()],
    ["a half-close", "connection_lost", (socket: { end: () => void }) => socket.end()]
  ] as const)("G-N7 %s after the request is tried again later, and not by itself", ([, reasonCode, end]) =>
    Effect.gen(function*() {
      const server = yield* rawServer((socket) => socket.once("data", () => end(socket)))
      expect(yield* Effect.flip(pushOne(server.url))).toMatchObject(later(reasonCode))
      expect(server.bytes().match(/POST /g)).toHaveLength(1)
      expect(server.connections.count).toBe(1)
    }).pipe(Effect.provide(transports())))

  it.scopedLive("G-N7 silence ends at the headers' deadline, after one request", () =>
    Effect.gen(function*() {
      const server = yield* rawServer(() => undefined)
      expect(yield* Effect.flip(pushOne(server.url))).toMatchObject(later("timeout"))
      expect(server.bytes().match(/POST /g)).toHaveLength(1)
    }).pipe(Effect.provide(transports({ headersTimeout: Duration.millis(200) }))))

  it.scopedLive("G-N7 an answer before the request is done is an answer, once", () =>
    Effect.gen(function*() {
      const server = yield* rawServer((socket) => {
        socket.end("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
      })
      expect(yield* Effect.flip(pushOne(server.url))).toMatchObject({ _tag: "Unavailable" })
      expect(server.connections.count).toBe(1)
    }).pipe(Effect.provide(transports())))

  it.scopedLive("G-D9 B-30 a server that is off is the target's fault", () =>
    Effect.gen(function*() {
      const gone = yield* Effect.scoped(hostileServer(() => ({})))
      for (const error of yield* bothErrors(gone.url)) expect(error).toMatchObject(fault("offline"))
    }).pipe(Effect.provide(transports())))
})

describe("G-N3 TLS", () => {
  it.scopedLive("G-N3 U-32 a self-signed certificate is refused, also with NODE_TLS_REJECT_UNAUTHORIZED=0", () =>
    Effect.gen(function*() {
      const file = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url))
      let requests = 0
      const server = createServer({ key: file("self-signed.key"), cert: file("self-signed.crt") }, (_request, response) => {
        requests += 1
        response.end("{}")
      })
      yield* Effect.acquireRelease(
        Effect.async<void>((resume) => void server.listen(0, "127.0.0.1", () => resume(Effect.void))),
        () => Effect.async<void>((resume) => void server.close(() => resume(Effect.void)))
      )
      const address = server.address()
      const port = address !== null && typeof address === "object" ? address.port : 0
      yield* Effect.acquireRelease(
        Effect.sync(() => vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0")),
        () => Effect.sync(() => vi.unstubAllEnvs())
      )
      for (const error of yield* bothErrors(ServerUrl.make(`https://localhost:${port}`))) {
        expect(error).toMatchObject(fault("offline"))
      }
      expect(requests).toBe(0)
    }).pipe(Effect.provide(transports())))
})

describe("G-N9 S24 what a server can make us say", () => {
  it.scopedLive("G-N9 S24 U-30 no control character, no flood and no token reaches an error, whatever the status", () =>
    Effect.gen(function*() {
      const echo = `\u001b]52;c;x\u0007\u001b[31m${canary} Bearer ${canary} eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2ln ${"x".repeat(100_000)}`
      for (const status of [200, 202, 302, 400, 401, 403, 404, 409, 412, 413, 422, 429, 500]) {
        for (const body of [JSON.stringify({ error: echo, details: echo, detail: { [canary]: [echo] } }), echo]) {
          const server = yield* hostileServer(() => ({ status, body, headers: { location: `/${canary}` } }))
          for (const error of yield* bothErrors(server.url)) {
            const everything = `${JSON.stringify(error)} ${String(error)} ${String(error.stack)}`
            expect(everything).not.toContain(canary)
            expect(everything).not.toContain("eyJhbGci")
            expect(JSON.stringify(error)).not.toMatch(/\\u00(0|1|7f|8|9)/)
            expect("reason" in error ? error.reason.length : 0).toBeLessThan(600)
          }
        }
      }
    }).pipe(Effect.provide(transports())))

  it.scopedLive("G-N9 S28 the same for what it says of single events", () =>
    Effect.gen(function*() {
      const [first, second] = yield* events(2)
      const nasty = `\u001b[2J${canary}\u0007${"y".repeat(10_000)}`
      const results = [
        { event_id: first?.event.value.event_id, status: "rejected", error: nasty, category: nasty },
        { event_id: second?.event.value.event_id, status: nasty }
      ]
      for (const body of [{ results }, { error: nasty, details: results }]) {
        const server = yield* hostileServer(() => ({ status: "results" in body ? 200 : 400, body: JSON.stringify(body) }))
        const answer = yield* (yield* EventTransport).send(server.url, yield* events(2))
        const everything = JSON.stringify([...answer])
        expect(everything).not.toContain(canary)
        expect(everything).not.toMatch(/\\u00/)
        expect(everything.length).toBeLessThan(2000)
      }
    }).pipe(Effect.provide(transports())))
})
