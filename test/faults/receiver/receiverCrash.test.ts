import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Ref from "effect/Ref"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as ReceiverMain from "../../../src/layers/ReceiverMain.js"
import { ledger } from "../../../src/programs/receiver/ledger.js"
import { httpCall } from "../../fixtures/httpCall.js"
import { aBody, indexed } from "../../../src/laws/fixtures/receiver.js"

const program = fileURLToPath(new URL("receiverProcess.ts", import.meta.url))
const bodies = 60
const killAfter = [7]

const aFile = Effect.acquireRelease(
  Effect.sync(() => join(mkdtempSync(join(tmpdir(), "receiver-")), "receiver.db")),
  (file) => Effect.sync(() => rmSync(join(file, ".."), { recursive: true, force: true }))
)

/** Starts the receiver and waits for its first line; `kill` is SIGKILL. */
const start = (db: string) =>
  Effect.acquireRelease(
    Effect.async<{ url: string; kill: Effect.Effect<void> }>((resume) => {
      const child = spawn(process.execPath, ["--import", "tsx", program, db], { stdio: ["ignore", "pipe", "inherit"] })
      const kill = Effect.async<void>((done) => {
        if (child.exitCode !== null || child.signalCode !== null) return done(Effect.void)
        child.once("exit", () => done(Effect.void))
        child.kill("SIGKILL")
      })
      child.stdout.once("data", (line: Buffer) => resume(Effect.succeed({ url: String(JSON.parse(line.toString()).url), kill })))
    }),
    ({ kill }) => kill
  )

const post = (url: string, path: string, body: unknown) =>
  httpCall(url, {
    method: "POST", path, headers: { "authorization": "Bearer t", "content-type": "application/json" }, body: JSON.stringify(body)
  })

const pathOf = (n: number) => `research/note-${n}.md`

/** Posts the events, then every body, four at a time; kills the receiver as the `killAt`-th body is acknowledged. */
const sendAll = (receiver: { url: string; kill: Effect.Effect<void> }, acknowledged: Set<string>, killAt: number) =>
  Effect.gen(function*() {
    const events = Array.from({ length: bodies }, (_, n) => indexed(n + 1, pathOf(n), `note ${n}`))
    yield* post(receiver.url, "/api/v1/events/batch/", { events })
    const answers = yield* Ref.make(0)
    yield* Effect.forEach(events, (_, n) =>
      Effect.gen(function*() {
        const answer = yield* Effect.either(post(receiver.url, "/api/dossier/push-content/", aBody(pathOf(n), `note ${n}`)))
        if (Either.isLeft(answer)) return
        expect([200, 201]).toContain(answer.right.status)
        acknowledged.add(pathOf(n))
        if ((yield* Ref.updateAndGet(answers, (count) => count + 1)) === killAt) yield* receiver.kill
      }), { concurrency: 4 })
    return yield* Ref.get(answers)
  })

it.scopedLive("G-V2 G-D2 SIGKILL while bodies arrive: nothing acknowledged is lost, nothing is there twice", () =>
  Effect.gen(function*() {
    const db = yield* aFile
    const acknowledged = new Set<string>()
    for (const killAt of [...killAfter, Infinity]) {
      const answers = yield* Effect.flatMap(start(db), (receiver) => sendAll(receiver, acknowledged, killAt))
      if (killAt !== Infinity) expect(answers).toBeLessThan(bodies)
      const { data } = yield* Effect.provide(ledger(), ReceiverMain.layerLedger(db))
      const stored = data.bodies.map(({ path }) => path)
      expect(new Set(stored).size).toBe(stored.length)
      for (const path of acknowledged) expect(stored).toContain(path)
      expect(data.events).toHaveLength(bodies)
    }
    expect(acknowledged.size).toBe(bodies)
  }), 60_000)
