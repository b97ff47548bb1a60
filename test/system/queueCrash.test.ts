import { describe, expect, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"
import * as readline from "node:readline"
import { fileURLToPath } from "node:url"
import { queueFile } from "../../src/layers/sqlite/queue/files.js"
import { layer } from "../../src/layers/sqlite/DeliveryQueue.js"
import { DeliveryQueue } from "../../src/services/DeliveryQueue.js"
import { QueueOpening } from "../../src/services/QueueOpening.js"
import { QueueView } from "../../src/services/QueueView.js"
import { project } from "../../src/laws/fixtures/queueItems.js"
import { everything, temporaryFolder, worldAt } from "../../src/laws/fixtures/queueWorld.js"

const writer = fileURLToPath(new URL("./queueWriter.ts", import.meta.url))
const nodeArguments = ["--import", "tsx", writer]

/** Starts the writer and kills it after its `killAfter`-th acknowledgement; returns the rows it acknowledged. */
const acknowledged = async (argumentList: ReadonlyArray<string>, killAfter: number): Promise<ReadonlyArray<number>> => {
  const child = spawn(process.execPath, [...nodeArguments, ...argumentList], {
    stdio: ["ignore", "ignore", "inherit", "pipe"]
  })
  const acks: Array<number> = []
  const pipe = child.stdio[3]
  if (pipe === undefined || pipe === null || !("on" in pipe) || !("read" in pipe)) return expect.unreachable()
  const closed = once(child, "close")
  for await (const line of readline.createInterface({ input: pipe })) {
    const id = /^ACK (\d+)$/.exec(line)?.[1]
    if (id !== undefined) acks.push(Number(id))
    if (acks.length === killAfter) child.kill("SIGKILL")
  }
  await closed
  return acks
}

/** Ids in the file, and what SQLite says of the whole of it. */
const inFile = (home: string) => {
  const database = new Database(queueFile(home, project))
  const ids = database.prepare("SELECT id FROM delivery ORDER BY id").pluck().all()
  const check = database.pragma("integrity_check", { simple: true })
  database.close()
  return { ids, check }
}

const reopen = (home: string) =>
  Effect.gen(function*() {
    const queue = yield* DeliveryQueue
    const { recovered } = yield* QueueOpening
    const { bodies, events } = yield* (yield* QueueView).counts
    const sent = [...(yield* queue.claimEvents(everything)), ...(yield* queue.claimBodies(everything))]
    return { recovered, captured: bodies.captured + events.captured, leased: bodies.leased, sent: sent.length }
  }).pipe(Effect.provide(Layer.provide(layer(project), worldAt(home))))

/** The events among strace's lines: a write to the log, a completed flush, an acknowledgement. */
const trace = async (folder: string, home: string, count: number): Promise<ReadonlyArray<"write" | "sync" | "ack">> => {
  const output = path.join(folder, "strace.txt")
  const child = spawn("strace", [
    "-f", "-y", "-e", "trace=pwrite64,fsync,fdatasync,write", "-o", output,
    process.execPath, ...nodeArguments, home, "0", String(count)
  ], { stdio: ["ignore", "ignore", "inherit", "pipe"] })
  child.stdio[3]?.on("data", () => {})
  const [code] = await once(child, "close")
  expect(code).toBe(0)
  return fs.readFileSync(output, "utf8").split("\n").flatMap((line) => {
    if (/ write\(3.*"ACK /.test(line)) return ["ack"]
    if (/ pwrite64\(\d+<[^>]*queue\.db-wal>/.test(line)) return ["write"]
    return / (fsync|fdatasync)\(\d+<[^>]*queue\.db-wal>\)\s+= 0/.test(line) ? ["sync"] : []
  })
}

describe("the queue and a process that dies", () => {
  it.scopedLive("G-D1 B-13 killed at the N-th acknowledged row, no acknowledged row is lost, and the next start works", () =>
    Effect.gen(function*() {
      let total = 0
      for (const killAfter of [1, 2, 3, 8, 21, 50]) {
        const home = yield* temporaryFolder
        for (let round = 0; round < 2; round++) {
          const acks = yield* Effect.promise(() =>
            acknowledged([home, String(round * 1000), "500", "claims"], killAfter))
          expect(acks.length).toBeGreaterThanOrEqual(killAfter)
          expect(acks.length).toBeLessThan(1000)
          const { check, ids } = inFile(home)
          expect(check).toBe("ok")
          expect(acks.filter((id) => !ids.includes(id))).toEqual([])
          total += acks.length
        }
        const after = yield* reopen(home)
        expect(after.recovered).toEqual(Option.none())
        expect(after.sent + after.leased).toBe(after.captured)
      }
      expect(total).toBeGreaterThanOrEqual(170)
    }))

  it.scopedLive("G-Q7 three processes that start together on no file make one queue, and none of them meets a busy one", () =>
    Effect.gen(function*() {
      const home = yield* temporaryFolder
      const acks = yield* Effect.forEach(
        [0, 1000, 2000],
        (first) => Effect.promise(() => acknowledged([home, String(first), "60"], Infinity)),
        { concurrency: "unbounded" }
      )
      expect(acks.map((of) => of.length)).toEqual([120, 120, 120])
      expect(yield* reopen(home)).toMatchObject({ recovered: Option.none(), captured: 360, leased: 0, sent: 360 })
      expect(fs.readdirSync(path.dirname(queueFile(home, project)))).toEqual(["queue.db"])
    }))

  it.scopedLive("G-Q1 between a write to the log and the acknowledgement of its row lies a flush that succeeded", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const steps = yield* Effect.promise(() => trace(folder, path.join(folder, "home"), 20))
      expect(steps.filter((step) => step === "ack")).toHaveLength(40)
      expect(steps.filter((step) => step === "sync").length).toBeGreaterThanOrEqual(20)
      let flushed = true
      for (const step of steps) {
        if (step === "ack") expect(flushed).toBe(true)
        else flushed = step === "sync"
      }
    }))
})
