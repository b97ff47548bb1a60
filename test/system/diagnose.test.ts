import Database from "better-sqlite3"
import * as Schema from "effect/Schema"
import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { ProgressLine } from "../../src/domain/ProgressLine.js"
import { QueueDiagnosis } from "../../src/domain/sync/QueueDiagnosis.js"
import { SyncDiagnoseEnvelope } from "../../src/programs/cli/envelopes.js"
import { ItemLine, resultLine } from "../../src/programs/cli/ndjson.js"
import { binary, collect, receiver, remove, type Sandbox } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const opened: Array<Sandbox> = []
afterEach(() => {
  for (const box of opened.splice(0)) remove(box)
})

const bodies = 5
/** A project with a queue, and nobody signed in; its server answers nobody. */
const queued = async () => {
  const box = sandboxWith(missionOf("001-alpha", bodies), { SPEC_KITTY_TOKEN: "" })
  opened.push(box)
  await box.run(["sync", "server", "http://127.0.0.1:9"])
  expect((await box.run(["sync", "--offline"])).code).toBe(0)
  const projects = path.join(box.directory, "home", "projects")
  const file = path.join(projects, fs.readdirSync(projects)[0] ?? "", "queue.db")
  return { box, file }
}

const canary = "canary-77aa"
/** What an older release, or somebody's script, may have left in the queue. */
const writeInto = (file: string) => {
  const database = new Database(file)
  database.exec(`UPDATE event_text SET json = replace(json, '"schema_version":"3.0.0"', '"schema_version":"${canary}"')
    WHERE delivery_id = (SELECT min(delivery_id) FROM event_text)`)
  database.exec(`INSERT INTO delivery (kind, state, mission_slug, subject, event_id, lamport, wire_bytes, queued_at, claims, attempts, next_attempt_at)
    VALUES ('event', 'pending', '001-alpha', 'WPStatusChanged', 'not-a-ulid', 1, 20, 0, 0, 0, 0)`)
  database.exec("INSERT INTO event_text SELECT max(id), '{\"event_id\":\"not-a-ulid\"}' FROM delivery")
  database.close()
}

const decode = Schema.decodeUnknownSync(Schema.parseJson(SyncDiagnoseEnvelope))
const decodeLine = Schema.decodeUnknownSync(Schema.parseJson(
  Schema.Union(ProgressLine, ItemLine, resultLine("sync-diagnose@1", QueueDiagnosis))
))

describe("sync diagnose, with the built binary", () => {
  it("U-27 U-08 signed out and offline: exit 0 where all is sound, 3 with a place, a rule and commands for each at fault", async () => {
    const { box, file } = await queued()
    const sound = await box.run(["sync", "diagnose"])
    expect([sound.code, sound.stderr]).toEqual([0, ""])
    expect(sound.stdout).toMatch(/All \d+ queued items can be sent: they keep contract 3\.0\.0/)

    writeInto(file)
    const before = fs.readFileSync(file)
    const report = path.join(box.directory, "out", "diagnosis.json")
    const { code, stderr, stdout } = await box.run(["sync", "diagnose", "--json", "--report", report])
    expect([code, stderr]).toEqual([3, ""])
    expect(fs.readFileSync(report, "utf8")).toBe(stdout)
    const { data, exit_code, next, ok } = decode(stdout)
    expect([ok, exit_code, data?.at_fault]).toEqual([false, 3, 2])
    const [old, made] = data?.items ?? []
    expect(old?.faults).toEqual([{ pointer: "/schema_version", rule: "must be 3.0.0", fix: null }])
    expect(made?.faults.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(["/event_id", "/payload", "/lamport_clock"]))
    expect(next).toEqual(old?.next)
    expect(stdout).not.toContain(canary)
    const person = await box.run(["sync", "diagnose", "--mission", "001"])
    expect(person.stdout).toContain("/schema_version must be 3.0.0")
    expect(person.stdout).toContain(`spec-kitty sync queue drop ${made?.id} --reason TEXT`)
    expect(fs.readFileSync(file).equals(before)).toBe(true)
  })

  it("U-04 as ndjson each item at fault is a line, however few the result holds, and the result is the last", async () => {
    const { box, file } = await queued()
    writeInto(file)
    const { code, stdout } = await box.run(["sync", "diagnose", "--limit", "1", "--format", "ndjson"])
    const lines = stdout.trimEnd().split("\n").map((text) => decodeLine(text))
    expect(code).toBe(3)
    expect(lines.filter(({ type }) => type === "item")).toHaveLength(2)
    expect(lines.at(-1)).toMatchObject({ type: "result", exit_code: 3, data: { at_fault: 2, more: 1, items: [{ state: "pending" }] } })
  })

  it("U-35 U-25 a delivery puts them into quarantine, as was said; doctor names the command, and diagnose who refused them", async () => {
    const { box, file } = await queued()
    writeInto(file)
    expect((await box.run(["doctor", "--offline"])).stdout).toContain("spec-kitty sync diagnose says of each which field breaks which rule")
    const running = await receiver(box)
    try {
      await box.run(["sync", "server", running.url])
      const { code } = await collect(spawn(process.execPath, [binary, "sync"], { cwd: box.project, env: { ...box.env, SPEC_KITTY_TOKEN: "system-test-token" } }))
      expect(code).toBe(0)
    } finally {
      await running.stop()
    }
    const { data, exit_code } = decode((await box.run(["sync", "diagnose", "--json"])).stdout)
    expect([exit_code, data?.looked_at]).toEqual([3, data?.at_fault])
    for (const item of data?.items ?? []) {
      expect(item).toMatchObject({ state: "quarantined", refused_by: "gate", reason_code: "contract" })
      expect(item.faults.length).toBeGreaterThan(0)
    }
    expect((await box.run(["sync", "status", "--json"])).stdout).toContain("spec-kitty sync diagnose")
  })

  it("U-25 a file that is damaged is told and left where it is", async () => {
    const { box, file } = await queued()
    fs.writeFileSync(file, "not a database at all, and longer than a header".padEnd(4096, "."))
    const { code, stderr } = await box.run(["sync", "diagnose"])
    expect([code, stderr.split("\n")[0]]).toEqual([1, expect.stringMatching(/^error QUEUE-02/)])
    expect(fs.readFileSync(file, "utf8")).toMatch(/^not a database at all/)
    expect(fs.readdirSync(path.dirname(file)).filter((name) => name.includes("damaged") || name.includes("aside"))).toEqual([])
  })
})
