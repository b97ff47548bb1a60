import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Schema from "effect/Schema"
import { SyncStatusEnvelope, UpgradeEnvelope } from "../../src/programs/cli/envelopes.js"
import { plainIds, plainLegacyProject, plainMission } from "../fixtures/legacy/legacyProject.js"
import type { PendingProject } from "../fixtures/legacy/pendingRows.js"
import { treeDifferences, treeOf, writeLegacyProject } from "../fixtures/legacy/writeLegacyProject.js"
import { writePendingQueue } from "../fixtures/legacy/writePendingQueue.js"
import { binary, collect, type Ran, type Sandbox, sandbox } from "./harness.js"

const source = fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-legacy-"))
beforeAll(() => writeLegacyProject(source, plainLegacyProject(1, 3)))
afterAll(() => fs.rmSync(source, { recursive: true, force: true }))

const pending: PendingProject = {
  uuid: plainIds.uuid, nodeId: plainIds.nodeId, bodyBytes: 200, missions: [{ ...plainMission(1), targetBranch: "main" }]
}

/** After a rollback the files have the names of before the cutover again, so they are not looked at for them. */
const cleared = (box: Sandbox): void => fs.rmSync(box.directory, { recursive: true, force: true })

/** The project with a queue of the original tool beside it. */
const legacyBox = (): Sandbox => {
  const box = sandbox(source)
  const rows = { events: { first: 0, end: 12 }, bodies: { first: 0, end: 6 } }
  writePendingQueue(path.join(box.env["SPEC_KITTY_HOME"] ?? "", "queue.db"), "feature", pending, rows)
  return box
}

const decodeUpgrade = Schema.decodeUnknownSync(Schema.parseJson(UpgradeEnvelope))
const decodeStatus = Schema.decodeUnknownSync(Schema.parseJson(SyncStatusEnvelope))
const upgrade = async (box: Sandbox, ...flags: ReadonlyArray<string>) =>
  decodeUpgrade((await box.run(["upgrade", ...flags, "--json"])).stdout)
const queued = async (box: Sandbox) => {
  const { data } = decodeStatus((await box.run(["sync", "status", "--json"])).stdout)
  return { events: data?.events, bodies: data?.bodies }
}

/** Runs it until it enters this call of the operating system for the `n`-th time. Whether it was killed there. */
const killedAt = (box: Sandbox, call: string, n: number, args: ReadonlyArray<string>): Promise<Ran> =>
  collect(spawn(
    "strace",
    ["-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, "-e", `inject=${call}:signal=SIGKILL:when=${n}`, process.execPath, binary, ...args],
    { cwd: box.project, env: box.env }
  ))

/** Calls that change a disk, and which of them are tried: the first of each, and then every so many. */
const calls: ReadonlyArray<readonly [call: string, every: number]> = [
  ["rename", 4], ["unlink", 4], ["fsync", 16], ["mkdir", 16], ["pwrite64", 30], ["fdatasync", 6]
]

/** Kills at one moment after the other until one is past the end; `after` looks at what each left. */
const sweep = async (args: ReadonlyArray<string>, before: (box: Sandbox) => Promise<void>, after: (box: Sandbox, moment: string) => Promise<void>) => {
  let kills = 0
  for (const [call, every] of calls) {
    for (let n = 1, survived = false; !survived; n += every) {
      const box = legacyBox()
      try {
        await before(box)
        const { code } = await killedAt(box, call, n, args)
        survived = code === 0
        if (survived) continue
        kills++
        await after(box, `${call} ${n}`)
      } finally {
        cleared(box)
      }
    }
  }
  return kills
}

describe("upgrade and a process that dies", () => {
  it("I-24 I-25 G-M1 G-Q12 killed at calls that change the disk: the next run ends as one that was left alone, and the rollback restores all", async () => {
    const whole = legacyBox()
    const original = treeOf(whole.project)
    const { data } = await upgrade(whole)
    const inQueue = await queued(whole)
    const names = [...treeOf(whole.project).keys()]
    cleared(whole)
    expect(data?.upgraded?.files).toBe(7)
    const kills = await sweep(["upgrade"], () => Promise.resolve(), async (box, moment) => {
      const second = await upgrade(box)
      expect([second.exit_code, second.diagnostics.filter(({ severity }) => severity === "error")], moment).toEqual([0, []])
      expect([...treeOf(box.project).keys()], moment).toEqual(names)
      expect(await queued(box), moment).toEqual(inQueue)
      await upgrade(box, "--rollback")
      expect(treeDifferences(original, treeOf(box.project)), moment).toEqual([])
    })
    expect(kills).toBeGreaterThan(6)
  }, 600_000)

  it("I-25 G-M1 a rollback that is killed is run again, and all is as it was", async () => {
    const original = treeOf(source)
    const kills = await sweep(["upgrade", "--rollback"], async (box) => { await upgrade(box) }, async (box, moment) => {
      const { diagnostics, exit_code } = await upgrade(box, "--rollback")
      // Killed after its last change, there is nothing left to roll back.
      if (exit_code !== 0) expect(diagnostics.map(({ code }) => code), moment).toEqual(["UPGRADE-01"])
      expect(treeDifferences(original, treeOf(box.project)), moment).toEqual([])
    })
    expect(kills).toBeGreaterThan(3)
  }, 600_000)
})
