import type { ChildProcess } from "node:child_process"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { afterEach, describe, expect, it } from "vitest"
import * as Schema from "effect/Schema"
import { SyncEnvelope } from "../../src/programs/cli/envelopes.js"
import { collect, ledger, receiver, remove, type Ran, type RunningReceiver, type Sandbox, until } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const mission = "001-alpha"
const note = `kitty-specs/${mission}/research/note-0.md`
const Result = Schema.Struct({ type: Schema.Literal("result"), ...SyncEnvelope.fields })
const decodeResult = Schema.decodeUnknownSync(Schema.parseJson(Result))

interface Running {
  readonly child: ChildProcess
  readonly output: () => string
  readonly ended: Promise<Ran>
}

let box: Sandbox | undefined
let server: RunningReceiver | undefined
let running: Running | undefined
afterEach(async () => {
  running?.child.kill("SIGKILL")
  await running?.ended
  running = undefined
  await server?.stop()
  server = undefined
  if (box !== undefined) remove(box)
})

/** A project that sends to a receiver, watched; resolves once its first scan is told. */
const watching = async (args: ReadonlyArray<string> = [], missions = missionOf(mission, 3)) => {
  box = sandboxWith(missions)
  server = await receiver(box, ["--port", "0"])
  await box.run(["sync", "server", server.url])
  return { box, server, ...await start(box, args) }
}

const start = async (box: Sandbox, args: ReadonlyArray<string>): Promise<Running> => {
  const child = box.start(["sync", "--all", "--watch", ...args])
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => (output += text))
  running = { child, output: () => output, ended: collect(child) }
  await until(() => Promise.resolve(/watching \d+ mission|"type":"result"/.test(output)), "the first scan is told")
  return running
}

const write = (box: Sandbox, file: string, text: string) => {
  const target = path.join(box.project, file)
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.writeFileSync(target, text)
}
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")
const arrives = (box: Sandbox, slug: string, file: string, text: string) =>
  until(async () =>
    (await ledger(box)).bodies.some((it) => it.namespace.mission_slug === slug && it.path === file && it.hash === sha256(text)), `${text.trim()} arrives`)

const statusOf = (pid: number | undefined, field: string): number => {
  const status = fs.readFileSync(`/proc/${pid ?? 0}/status`, "utf8")
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? Number.NaN)
}
const descriptors = (pid: number | undefined): number => fs.readdirSync(`/proc/${pid ?? 0}/fd`).length

describe("sync --watch", () => {
  it("U-37 an edited file arrives once it settles, whichever way an editor writes it", async () => {
    const { box, output } = await watching()
    write(box, note, "edited in place\n")
    await arrives(box, mission, "research/note-0.md", "edited in place\n")
    write(box, `${note}.swp`, "renamed over\n")
    fs.renameSync(path.join(box.project, `${note}.swp`), path.join(box.project, note))
    await arrives(box, mission, "research/note-0.md", "renamed over\n")
    expect(output()).toMatch(/\d\d:\d\d:\d\d delivered 1 body of 001-alpha/)
  })

  it("U-37 G-F16 a mission that is moved into place is seen to its depth; one that goes is told; edits after that arrive", async () => {
    const { box, output } = await watching()
    for (const [file, text] of Object.entries(missionOf("002-beta", 2))) write(box, file.replace("kitty-specs", "elsewhere"), String(text))
    fs.renameSync(path.join(box.project, "elsewhere/002-beta"), path.join(box.project, "kitty-specs/002-beta"))
    await until(() => Promise.resolve(/delivered 2 bodies of 002-beta/.test(output())), "the new mission is delivered")
    await until(async () => {
      // Written until it is seen: when the new folders are watched is not ours to know.
      write(box, "kitty-specs/002-beta/research/note-1.md", "deep edit\n")
      return (await ledger(box)).bodies.some(({ hash }) => hash === sha256("deep edit\n"))
    }, "an edit below a folder that was moved in arrives")
    fs.rmSync(path.join(box.project, "kitty-specs"), { recursive: true })
    await until(() => Promise.resolve(/gone: 001-alpha, 002-beta/.test(output())), "the missions are gone")
    for (const [file, text] of Object.entries(missionOf("003-gamma", 2))) write(box, file, String(text))
    await until(() => Promise.resolve(/delivered 2 bodies of 003-gamma/.test(output())), "a mission in the folder that is made again is delivered")
  })

  it("U-37 G-F16 500 writes a second, then quiet: the final bytes are there, the process lives and has not grown", async () => {
    const { box, child } = await watching(["--rescan", "1h"], missionOf(mission, 3, 20_000))
    const before = { descriptors: descriptors(child.pid), peakKb: statusOf(child.pid, "VmHWM") }
    let last = ""
    for (let n = 0; n < 2_500; n++) {
      last = `write ${n}\n`.padEnd(20_000, `${n} `)
      fs.writeFileSync(path.join(box.project, note), last)
      if (n % 10 === 9) await pause(20)
    }
    await arrives(box, mission, "research/note-0.md", last)
    // A scan every three seconds of a storm, and one after it: not one per write.
    const versions = (await ledger(box)).bodies.reduce((sum, { posted }) => sum + posted, 0)
    expect(versions).toBeLessThan(60)
    expect(child.exitCode).toBeNull()
    expect(descriptors(child.pid)).toBeLessThan(before.descriptors + 10)
    expect(statusOf(child.pid, "VmRSS")).toBeLessThan(before.peakKb + 150_000)
  })

  it("U-37 U-27 the receiver goes and comes back on its port: what was edited meanwhile arrives, and the outage is told once", async () => {
    const { box, output, server: first } = await watching()
    await first.stop()
    write(box, note, "while it was away\n")
    await until(() => Promise.resolve(/SERVER-06/.test(output())), "the outage is told")
    write(box, note, "and again\n")
    await until(() => Promise.resolve((output().match(/queued 3 bodies/g) ?? []).length === 2), "both edits are queued")
    server = await receiver(box, ["--port", first.port])
    await arrives(box, mission, "research/note-0.md", "and again\n")
    await until(() => Promise.resolve(/the server takes what is sent again/.test(output())), "that it is back is told")
    expect(output().match(/SERVER-06/g)?.length).toBe(1)
  })

  for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    it(`U-36 U-37 ${signal} ends it with ${code} and says what is left`, async () => {
      const { child, ended } = await watching()
      child.kill(signal)
      const { code: exit, stderr } = await ended
      expect(exit).toBe(code)
      expect(stderr).toMatch(/Interrupted\. 0 events and 0 bodies are left/)
    })
  }

  it("U-36 U-37 interrupted while the server is away it says how much waits, and the next sync delivers it", async () => {
    const { box, child, ended, output, server: first } = await watching()
    await first.stop()
    write(box, note, "left behind\n")
    await until(() => Promise.resolve(/SERVER-06/.test(output())), "the outage is told")
    child.kill("SIGINT")
    const { code, stderr } = await ended
    expect([code, /Interrupted\. \d+ events and 3 bodies are left/.test(stderr)]).toEqual([130, true])
    server = await receiver(box, ["--port", first.port])
    await box.run(["sync", "--all"])
    await arrives(box, mission, "research/note-0.md", "left behind\n")
  })

  it("U-33 U-37 another sync at the same time changes nothing", async () => {
    const { box } = await watching()
    write(box, note, "both see it\n")
    const answers = await Promise.all([box.run(["sync", "--all"]), box.run(["sync", "--all"])])
    expect(answers.map(({ code }) => code)).toEqual([0, 0])
    await arrives(box, mission, "research/note-0.md", "both see it\n")
    expect((await ledger(box)).bodies.filter(({ path: file }) => file === "research/note-0.md").length).toBeLessThanOrEqual(2)
  })

  it("U-12 U-37 with --format ndjson each round with news ends in a result of its own", async () => {
    const { box, child, ended } = await watching(["--format", "ndjson"])
    write(box, note, "as ndjson\n")
    await arrives(box, mission, "research/note-0.md", "as ndjson\n")
    child.kill("SIGINT")
    const { stderr, stdout } = await ended
    const results = stdout.trim().split("\n").filter((line) => line.startsWith('{"type":"result"')).map((line) => decodeResult(line))
    expect([stderr, results.map((it) => it.data?.delivery ?? null), results.at(-1)?.exit_code]).toEqual(
      ["", ["delivered", "delivered", null], 130]
    )
  })

  it("G-F16 a folder that is not there yet is told, and found by the full scan", async () => {
    // A folder that is not there can't be watched; it is there before the next full scan.
    box = sandboxWith({ ".kittify/config.yaml": "" })
    server = await receiver(box, ["--port", "0"])
    await box.run(["sync", "server", server.url])
    const { output } = await start(box, ["--rescan", "1s"])
    expect(output()).toMatch(/WATCH-01/)
    for (const [file, text] of Object.entries(missionOf(mission, 2))) write(box, file, String(text))
    await until(() => Promise.resolve(/delivered 2 bodies of 001-alpha/.test(output())), "the mission is delivered")
  })
})
