import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import * as readline from "node:readline"
import * as Schema from "effect/Schema"
import { setTimeout as pause } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import { ProgressLine } from "../../src/domain/ProgressLine.js"
import { SyncReport } from "../../src/domain/sync/SyncReport.js"
import { SyncEnvelope } from "../../src/programs/cli/envelopes.js"
import { OutcomeLine, resultLine } from "../../src/programs/cli/ndjson.js"
import { marker } from "../fixtures/secrets.js"
import { collect, ledger, receiver, remove, type RunningReceiver, type Sandbox, until } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

let box: Sandbox | undefined
let running: RunningReceiver | undefined
afterEach(async () => {
  await running?.stop()
  running = undefined
  if (box !== undefined) remove(box)
  box = undefined
})

const bodies = 12
const project = async (faults: ReadonlyArray<string> = [], env: Record<string, string> = {}) => {
  box = sandboxWith(missionOf("001-alpha", bodies), env)
  running = await receiver(box, faults.flatMap((fault) => ["--fault", fault]))
  await box.run(["sync", "server", running.url])
  return box
}

const decodeReport = Schema.decodeUnknownSync(Schema.parseJson(SyncEnvelope))
const reportOf = (box: Sandbox) => path.join(box.directory, "out", "sync.json")
const read = (box: Sandbox) => decodeReport(fs.readFileSync(reportOf(box), "utf8"))

describe("sync --report FILE", () => {
  const ends: ReadonlyArray<readonly [what: string, faults: ReadonlyArray<string>, args: ReadonlyArray<string>, env: Record<string, string>, code: number]> = [
    ["0 when all is delivered", [], [], {}, 0],
    ["0 when it is queued", [], ["--offline"], {}, 0],
    ["0 for a dry run", [], ["--dry-run"], {}, 0],
    ["3 for a finding", [], ["--strict-skips", "--max-bytes", "10"], {}, 3],
    ["4 without a token", [], [], { SPEC_KITTY_TOKEN: "" }, 4],
    ["5 when it is late", ["5xx:1"], ["--require-delivered"], {}, 5],
    ["6 when something is refused", ["400:1000"], [], {}, 6],
    ["10 for a mission that is not there", [], ["--mission", "none"], {}, 10]
  ]
  for (const [what, faults, args, env, code] of ends) {
    it(`U-14 U-08 is written with exit code ${what}, and is what --json writes`, async () => {
      const box = await project(faults, env)
      const { code: exit, stderr, stdout } = await box.run(["sync", ...args, "--json", "--report", reportOf(box)])
      expect([exit, stderr]).toEqual([code, ""])
      expect(fs.readFileSync(reportOf(box), "utf8")).toBe(stdout)
      expect(read(box)).toMatchObject({ exit_code: code, ok: code === 0 })
      if (![4, 5, 6].includes(code)) return
      const allowed = await box.run(["sync", ...args, "--allow-failure", "--report", reportOf(box)])
      const told = read(box)
      const still = told.diagnostics.some((it) => it.code === "EXIT-01" && it.message.includes(` ${code};`))
      expect({ exit: allowed.code, ok: told.ok, still }).toEqual({ exit: 0, ok: true, still: true })
    })
  }

  it("U-14 U-36 is written when the run is interrupted", async () => {
    const box = await project(["slow:300ms"])
    const child = box.start(["sync", "--concurrency", "1", "--report", reportOf(box)])
    const ended = collect(child)
    await until(async () => (await ledger(box)).bodies.length >= 1, "a body arrives")
    child.kill("SIGINT")
    expect((await ended).code).toBe(130)
    expect(read(box)).toMatchObject({ ok: false, exit_code: 130, data: null, diagnostics: [{ code: "STOP-01" }] })
  })

  it("U-14 G-Q12 a target that can't be written is told, stays what it is, and undoes nothing", async () => {
    const box = await project()
    const pipe = path.join(box.directory, "pipe")
    execFileSync("mkfifo", [pipe])
    const { code, stdout } = await box.run(["sync", "--json", "--report", pipe])
    const { data, diagnostics, exit_code } = decodeReport(stdout)
    expect([code, exit_code, data?.delivery, diagnostics.map((it) => it.code)]).toEqual([1, 1, "delivered", ["REPORT-01"]])
    expect((await ledger(box)).bodies).toHaveLength(bodies)
    expect(fs.lstatSync(pipe).isFIFO()).toBe(true)
  })
})

const Line = Schema.parseJson(Schema.Union(ProgressLine, OutcomeLine, resultLine("sync@1", SyncReport)))
const decodeLine = Schema.decodeUnknownSync(Line)

describe("sync --format ndjson", () => {
  it("U-04 against a slow receiver, read line by line: progress as it goes, an outcome for each artifact, the result last", async () => {
    const box = await project(["slow:150ms"])
    const child = box.start(["sync", "--concurrency", "2", "--format", "ndjson"])
    let stderr = ""
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text))
    if (child.stdout === null) throw new Error("no stdout")
    const types: Array<string> = []
    let atFirstProgress = -1
    for await (const text of readline.createInterface({ input: child.stdout })) {
      const line = decodeLine(text)
      types.push(line.type)
      if (atFirstProgress < 0 && line.type === "progress" && line.phase === "sending_bodies") {
        atFirstProgress = (await ledger(box)).bodies.length
      }
    }
    expect(stderr).toBe("")
    expect(atFirstProgress).toBeGreaterThan(0)
    expect(atFirstProgress).toBeLessThan(bodies)
    expect([...new Set(types)]).toEqual(["progress", "outcome", "result"])
    expect(types.filter((type) => type === "outcome")).toHaveLength(bodies + 1)
    expect(types.filter((type) => type === "result")).toHaveLength(1)
  })

  it("U-04 to a reader that is slow itself every line arrives whole", async () => {
    const box = sandboxWith(missionOf("001-alpha", 1500))
    try {
      const child = box.start(["sync", "--dry-run", "--format", "ndjson"])
      if (child.stdout === null) throw new Error("no stdout")
      await pause(300)
      let text = ""
      for await (const chunk of child.stdout) {
        text += String(chunk)
        await pause(2)
      }
      const types = text.trimEnd().split("\n").map((line) => decodeLine(line).type)
      expect(types.filter((type) => type === "outcome")).toHaveLength(1501)
      expect(types.at(-1)).toBe("result")
    } finally {
      remove(box)
    }
  })

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`U-04 U-36 ${signal} ends it with a result line, and nothing on stderr`, async () => {
      const box = await project(["slow:300ms"])
      const child = box.start(["sync", "--format=ndjson", "--concurrency", "1"])
      const ended = collect(child)
      await until(async () => (await ledger(box)).bodies.length >= 1, "a body arrives")
      child.kill(signal)
      const { code, stderr, stdout } = await ended
      const lines = stdout.trimEnd().split("\n").map((line) => decodeLine(line))
      const exit = signal === "SIGINT" ? 130 : 143
      expect([code, stderr]).toEqual([exit, ""])
      expect(lines.filter(({ type }) => type === "result")).toHaveLength(1)
      expect(lines.at(-1)).toMatchObject({ type: "result", ok: false, exit_code: exit })
    })
  }

  it("U-04 U-19 by the variable, for other commands, and on wrong usage: the last line is the result", async () => {
    const box = await project([], { SPEC_KITTY_FORMAT: "ndjson" })
    for (const [args, code] of [[["sync", "status"], 0], [["dossier", "scan"], 0], [["version", "--ascii"], 0], [["sync", "--nope"], 2]] as const) {
      const { code: exit, stderr, stdout } = await box.run(args)
      const types = stdout.trimEnd().split("\n").map((line): unknown => JSON.parse(line).type)
      expect([exit, stderr, types.at(-1), types.filter((type) => type === "result").length], args.join(" ")).toEqual([code, "", "result", 1])
    }
  })
})

describe("-v and -vv", () => {
  it("U-12 S24 a log that says what is done and what is asked, and holds no token", async () => {
    const box = await project()
    const once = await box.run(["sync", "-v", "--log-format", "json", "--json"])
    const twice = await box.run(["sync", "-vv", "--log-format", "json", "--json"])
    const parsed = (text: string) => text.trimEnd().split("\n").map((line): unknown => JSON.parse(line).message)
    expect(parsed(once.stderr)).toEqual(["scanned and queued", "a pass ended"])
    expect(parsed(twice.stderr)).toEqual(expect.arrayContaining(["queued", "POST /api/v1/events/batch/", "POST /api/dossier/push-content/"]))
    expect(decodeReport(twice.stdout).exit_code).toBe(0)
    expect(once.stderr + twice.stderr).not.toContain(marker)
    expect(twice.stderr).not.toContain("001-alpha note 1")
  })
})
