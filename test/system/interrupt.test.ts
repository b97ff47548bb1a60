import { once } from "node:events"
import { createServer } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import * as Schema from "effect/Schema"
import { SyncStatusEnvelope } from "../../src/programs/cli/envelopes.js"
import {
  collect, confirmed, differences, ledger, receiver, remove, type RunningReceiver, type Sandbox, syncJson, until
} from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const bodies = 24
const signals = [["SIGINT", 130], ["SIGTERM", 143]] as const
const delivered = ["uploaded", "already_exists"]
const decodeStatus = Schema.decodeUnknownSync(Schema.parseJson(SyncStatusEnvelope))

let box: Sandbox | undefined
let running: RunningReceiver | undefined
afterEach(async () => {
  await running?.stop()
  running = undefined
  if (box !== undefined) remove(box)
})

const project = async (port: string, faults: ReadonlyArray<string>) => {
  box = sandboxWith(missionOf("001-alpha", bodies))
  running = await receiver(box, ["--port", port, ...faults.flatMap((fault) => ["--fault", fault])])
  await box.run(["sync", "server", running.url])
  return { box, running }
}

/** After the interruption: nothing is lost, nothing was claimed too early, and the next sync delivers. */
const expectWhole = async (box: Sandbox, port: string) => {
  await running?.stop()
  const before = (await ledger(box)).bodies.length
  running = await receiver(box, ["--port", port])
  const { data } = decodeStatus((await box.run(["sync", "status", "--json"])).stdout)
  const { captured = 0, delivered: done = 0, pending = 0, leased = 0, quarantined = 0 } = data?.bodies ?? {}
  expect({ captured, quarantined, leased }).toEqual({ captured: bodies, quarantined: 0, leased: 0 })
  expect(done + pending).toBe(bodies)
  expect(done).toBeLessThanOrEqual(before)
  const after = await syncJson(box, [])
  expect({ exit: after.exit_code, delivery: after.data?.delivery }).toEqual({ exit: 0, delivery: "delivered" })
  expect(confirmed(after, delivered)).toHaveLength(bodies)
  expect(differences(box, confirmed(after, delivered), await ledger(box))).toEqual([])
}

/** A port that nobody listens on. */
const unusedPort = async (): Promise<string> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address !== null ? String(address.port) : ""
}

describe("an interruption", () => {
  for (const [signal, code] of signals) {
    for (const args of [[], ["--wait", "10m"], ["--wait", "10m", "--json"]]) {
      it(`U-36 G-D1 ${signal} during \`sync ${args.join(" ")}\` ends it with ${code}, says what is left, and loses nothing`, async () => {
        const { box, running } = await project("0", ["slow:300ms"])
        const child = box.start(["sync", ...args, "--concurrency", "2"])
        const ended = collect(child)
        await until(async () => (await ledger(box)).bodies.length >= 2, "two bodies arrive")
        child.kill(signal)
        const { code: exit, stderr, stdout } = await ended
        expect(exit).toBe(code)
        expect(child.signalCode).toBeNull()
        if (args.includes("--json")) {
          expect(stderr).toBe("")
          expect(JSON.parse(stdout)).toMatchObject({ schema: "sync@1", ok: false, exit_code: code, diagnostics: [{ code: "STOP-01" }] })
        } else {
          expect(stderr.match(/STOP-01/g)).toHaveLength(1)
          expect(stderr).toMatch(/\d+ events and \d+ bodies are left/)
        }
        await expectWhole(box, running.port)
      })
    }

    it(`U-36 N-04 ${signal} while \`sync --wait\` waits for a server that is away ends it with ${code}`, async () => {
      const { box, running } = await project("0", [])
      await running.stop()
      const child = box.start(["sync", "--wait", "10m"])
      const ended = collect(child)
      const queued = async () => {
        const { stdout } = await box.run(["sync", "status", "--json"])
        const { data } = decodeStatus(stdout)
        return data?.bodies["pending"] === bodies && data.bodies["leased"] === 0
      }
      await until(queued, "everything is queued")
      child.kill(signal)
      expect((await ended).code).toBe(code)
      await expectWhole(box, running.port)
    })
  }

  it("U-36 a second signal is not needed, and does no harm", async () => {
    const { box, running } = await project("0", ["slow:300ms"])
    const child = box.start(["sync", "--wait", "10m"])
    const ended = collect(child)
    await until(async () => (await ledger(box)).events.length > 0, "events arrive")
    child.kill("SIGTERM")
    child.kill("SIGINT")
    expect([130, 143]).toContain((await ended).code)
    await expectWhole(box, running.port)
  })

  it("U-36 before anything could be sent, the files' scan included, leaves a queue that works", async () => {
    const { box, running } = await project("0", [])
    const child = box.start(["sync"])
    const ended = collect(child)
    child.kill("SIGINT")
    // Node itself ends by the signal where it came before any of our code ran.
    expect([130, null]).toContain((await ended).code)
    const after = await syncJson(box, [])
    expect(after.data?.delivery).toBe("delivered")
    expect(differences(box, confirmed(after, delivered), await ledger(box))).toEqual([])
    await running.stop()
  })

  it("U-36 U-27 a server that nobody runs, then an interruption, then the server", async () => {
    const port = await unusedPort()
    box = sandboxWith(missionOf("001-alpha", bodies))
    await box.run(["sync", "server", `http://127.0.0.1:${port}`])
    const sent = await box.run(["sync", "--json"])
    expect(sent.code).toBe(0)
    running = await receiver(box, ["--port", port])
    const after = await syncJson(box, [])
    expect(confirmed(after, delivered)).toHaveLength(bodies)
  })
})
