import { describe, expect, it } from "@effect/vitest"
import * as Console from "effect/Console"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as TestClock from "effect/TestClock"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Fault } from "../../../src/domain/receiver/Fault.js"
import * as ReceiverMain from "../../../src/layers/ReceiverMain.js"
import { ledger } from "../../../src/programs/receiver/ledger.js"
import { parseFaults, serve } from "../../../src/programs/receiver/serve.js"
import { httpCall } from "../../fixtures/httpCall.js"
import { aBody, indexed } from "../../../src/laws/fixtures/receiver.js"

const aFile = Effect.acquireRelease(
  Effect.sync(() => join(mkdtempSync(join(tmpdir(), "receiver-")), "receiver.db")),
  (file) => Effect.sync(() => rmSync(join(file, ".."), { recursive: true, force: true }))
)

const options = (db: string | null, faults: ReadonlyArray<Fault> = []): ReceiverMain.ReceiverMainOptions =>
  ({ port: 0, db: Option.fromNullable(db), tokens: [], faults })

/** Runs `serve` in the background; its first line on stdout, and a way to stop it. */
const started = (given: ReceiverMain.ReceiverMainOptions) =>
  Effect.gen(function*() {
    const lines = yield* Queue.unbounded<string>()
    const console = { ...(yield* Console.consoleWith(Effect.succeed)), log: (line: string) => Queue.offer(lines, line) }
    const fiber = yield* serve().pipe(Effect.provide(ReceiverMain.layer(given)), Effect.withConsole(console), Effect.fork)
    const line = yield* Effect.raceFirst(Queue.take(lines), Fiber.join(fiber))
    return { line, url: String(JSON.parse(line).url), stop: Fiber.interrupt(fiber) }
  })

const post = (url: string, path: string, body: unknown) =>
  httpCall(url, {
    method: "POST", path, headers: { "authorization": "Bearer t", "content-type": "application/json" }, body: JSON.stringify(body)
  })
const send = (url: string) =>
  Effect.all([
    Effect.either(post(url, "/api/v1/events/batch/", { events: [indexed(1, "spec.md", "tea")] })),
    Effect.either(post(url, "/api/dossier/push-content/", aBody("spec.md", "tea")))
  ])

describe("receiver programs", () => {
  it.scopedLive("B-25 N-07 the first line says where it listens, and by then it does", () =>
    Effect.gen(function*() {
      const { line, stop, url } = yield* started(options(null))
      expect(line).toMatch(/^\{"url":"http:\/\/127\.0\.0\.1:\d+"\}$/)
      expect((yield* httpCall(url, { path: "/_ledger" })).status).toBe(200)
      yield* stop
      expect(yield* Effect.flip(httpCall(url, { path: "/_ledger" }))).toMatchObject({ _tag: "NoAnswer" })
    }))

  it.scopedLive("G-D2 G-V2 after dropped answers and a restart on the same file each thing is there once", () =>
    Effect.gen(function*() {
      const file = yield* aFile
      const unlucky = yield* started(options(file, [Fault.DropAfterCommit({ probability: 1 })]))
      const dropped = yield* send(unlucky.url)
      expect(dropped.map(({ _tag }) => _tag)).toEqual(["Left", "Left"])
      yield* unlucky.stop

      const again = yield* started(options(file))
      expect(yield* send(again.url)).toMatchObject([
        { right: { status: 200, json: { results: [{ status: "duplicate" }] } } },
        { right: { status: 200, json: { status: "already_exists" } } }
      ])
      const { data } = yield* Effect.provide(ledger(), ReceiverMain.layerLedger(file))
      expect(data).toMatchObject({ events: [{ posted: 2 }], bodies: [{ path: "spec.md", posted: 2 }], redundant_posts: 2 })
      yield* again.stop
    }))

  it.scoped.each([["memory", Effect.succeed(null)], ["sqlite", aFile]] as const)(
    "N-07 index-delay: in %s a body finds its index entry only after that time",
    ([, place]) =>
      Effect.gen(function*() {
        const delay = Duration.minutes(10)
        const { stop, url } = yield* started(options(yield* place, [Fault.IndexDelay({ delay }), Fault.IndexDelay({ delay })]))
        expect(yield* send(url)).toMatchObject([
          { right: { status: 200 } },
          { right: { status: 404, json: { error: "index_entry_not_found" } } }
        ])
        yield* TestClock.adjust("19 minutes")
        expect((yield* send(url))[1]).toMatchObject({ right: { status: 404 } })
        yield* TestClock.adjust("1 minute")
        expect((yield* send(url))[1]).toMatchObject({ right: { status: 201 } })
        yield* stop
      })
  )

  it.effect("N-07 a fault that is none is refused before anything is served", () =>
    Effect.gen(function*() {
      expect(yield* parseFaults(["offline", "429:1"])).toEqual([Fault.Offline(), Fault.Refuse({ refusal: "429", count: 1 })])
      expect(yield* Effect.flip(parseFaults(["offline", "earthquake"]))).toMatchObject({ _tag: "FaultInvalid", value: "earthquake" })
    }))
})
