import Database from "better-sqlite3"
import { execFileSync, spawn } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, describe, expect, it } from "vitest"
import * as Schema from "effect/Schema"
import { MissionCreateEnvelope } from "../../src/programs/cli/envelopes.js"
import { binary, collect, ledger, type Ran, receiver, remove, type RunningReceiver, type Sandbox, syncJson } from "./harness.js"
import { sandboxWith } from "./projects.js"

const opened: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})
const emptyProject = (): Sandbox => {
  const box = sandboxWith({ "kitty-specs/.gitkeep": "" })
  opened.push(() => Promise.resolve(remove(box)))
  return box
}
const served = async (box: Sandbox): Promise<RunningReceiver> => {
  const running = await receiver(box)
  opened.push(running.stop)
  expect((await box.run(["sync", "server", running.url])).code).toBe(0)
  return running
}

const create = (box: Sandbox, slug: string, ...flags: ReadonlyArray<string>) => box.run(["agent", "mission", "create", slug, ...flags, "--json"])
const decode = Schema.decodeUnknownSync(Schema.parseJson(MissionCreateEnvelope))
const answer = ({ stderr, stdout }: Ran) => {
  expect(stderr).toBe("")
  return decode(stdout)
}

const git = ({ env, project }: Sandbox, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "init.defaultBranch=main", ...args], {
    cwd: project, encoding: "utf8", env
  })

const specs = (box: Sandbox) => path.join(box.project, "kitty-specs")
const visible = (box: Sandbox) => fs.readdirSync(specs(box)).filter((name) => !name.startsWith(".")).sort()
const hidden = (box: Sandbox) => fs.readdirSync(specs(box)).filter((name) => name.endsWith(".new"))
const whole = ["checklists", "contracts", "meta.json", "research", "status.events.jsonl", "tasks", "tasks/README.md"]
const contentOf = (box: Sandbox, slug: string) => fs.readdirSync(path.join(specs(box), slug), { recursive: true }).map(String).sort()

/** Read from the file itself: a process for each look takes longer than all else. */
const queuedCreations = (box: Sandbox): ReadonlyArray<unknown> => {
  const projects = path.join(box.env["SPEC_KITTY_HOME"] ?? "", "projects")
  return fs.readdirSync(projects).flatMap((uuid) => {
    const database = new Database(path.join(projects, uuid, "queue.db"), { readonly: true })
    const slugs = database.prepare("SELECT mission_slug FROM delivery WHERE subject = 'MissionCreated' ORDER BY 1").pluck().all()
    database.close()
    return slugs
  })
}

const killer = fileURLToPath(new URL("./killAtWrite.mjs", import.meta.url))
const killedAt = (box: Sandbox, moment: number, args: ReadonlyArray<string>): Promise<Ran> =>
  collect(spawn(process.execPath, ["--import", killer, binary, ...args], { cwd: box.project, env: { ...box.env, KILL_AT_WRITE: String(moment) } }))

describe("agent mission create, the program", () => {
  it("I-01 I-02 U-34 in a dirty tree: git is left alone, the receiver takes one MissionCreated before all else of the mission", async () => {
    const box = emptyProject()
    git(box, "init", "-q")
    git(box, "add", "-A")
    git(box, "commit", "-q", "-m", "first")
    fs.writeFileSync(path.join(box.project, "staged.md"), "x")
    git(box, "add", "staged.md")
    fs.writeFileSync(path.join(box.project, "untracked.md"), "x")
    const running = await served(box)
    const before = [git(box, "status", "--porcelain", "-uno"), git(box, "rev-parse", "HEAD"), git(box, "branch", "-a")]
    const { data, next } = answer(await create(box, "invoice-export"))
    expect([git(box, "status", "--porcelain", "-uno"), git(box, "rev-parse", "HEAD"), git(box, "branch", "-a")]).toEqual(before)
    expect(contentOf(box, data?.mission_slug ?? "")).toEqual(whole)
    for (const line of next) expect((await box.run(line.split(" ").slice(1))).code, line).toBe(0)
    await syncJson(box, [])
    const { events } = await ledger(box)
    expect(events.filter(({ event_type }) => event_type === "MissionCreated").map(({ aggregate_id, event_id, posted }) => [aggregate_id, event_id, posted]))
      .toEqual([["001-invoice-export", data?.event_id, 1]])
    expect(Math.min(...events.map(({ lamport_clock }) => lamport_clock))).toBe(events.find(({ event_type }) => event_type === "MissionCreated")?.lamport_clock)
    await running.stop()
  })

  it("U-34 a refusal leaves neither an identity nor a queue nor a folder", async () => {
    const box = emptyProject()
    const before = fs.readdirSync(box.project, { recursive: true })
    const refused = [await create(box, "Bad"), await create(box, "a", "--mission-type", "none"), await create(box, "a", "--target-branch", "a b")]
    expect(refused.map((ran) => answer(ran).exit_code)).toEqual([2, 2, 2])
    expect(fs.readdirSync(box.project, { recursive: true })).toEqual(before)
    expect(fs.existsSync(box.env["SPEC_KITTY_HOME"] ?? "")).toBe(false)
  })

  it("I-22 U-33 eight at once get eight numbers; four of one name make one mission", async () => {
    const box = emptyProject()
    const many = await Promise.all(Array.from({ length: 8 }, (_, n) => create(box, `mission-${n}`, "--timeout", "60s")))
    expect(many.map((ran) => answer(ran).data?.mission_number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    const same = await Promise.all(Array.from({ length: 4 }, () => create(box, "same", "--timeout", "60s")))
    expect(same.map((ran) => answer(ran).diagnostics.map(({ code }) => code)).sort()).toEqual([[], ["MISSION-04"], ["MISSION-04"], ["MISSION-04"]])
    expect(visible(box)).toHaveLength(9)
    expect(visible(box).every((slug) => contentOf(box, slug).join() === whole.join())).toBe(true)
    expect(queuedCreations(box)).toEqual(visible(box))
  })

  it("I-22 killed before any of its writes, and after each that gives or takes a name: the mission is whole or not there, and each that is there has its event once", async () => {
    const box = emptyProject()
    await create(box, "first")
    const states = new Set<string>()
    let moment = 0
    for (let survived = false; !survived;) {
      const before = visible(box)
      survived = (await killedAt(box, ++moment, ["agent", "mission", "create", `mission-${moment}`])).code === 0
      const made = visible(box).filter((slug) => !before.includes(slug))
      for (const slug of made) expect(contentOf(box, slug), `moment ${moment}`).toEqual(whole)
      states.add([made.length, hidden(box).length, queuedCreations(box).length - before.length].join(" "))
      // Whichever comes next makes it good.
      if (moment % 2 === 0) expect((await box.run(["sync", "--json"])).code).toBe(0)
      else answer(await create(box, `after-${moment}`))
      expect(queuedCreations(box), `moment ${moment}`).toEqual(visible(box))
    }
    // Missions, hidden folders and queued events that it made: nothing yet, half of it, not yet queued, all of it.
    expect([...states].sort()).toEqual(["0 0 0", "0 1 0", "1 0 0", "1 0 1"])
    await served(box)
    await syncJson(box, [])
    const delivered = (await ledger(box)).events.filter(({ event_type }) => event_type === "MissionCreated")
    expect(delivered.map(({ aggregate_id, posted }) => [aggregate_id, posted]).sort()).toEqual(visible(box).map((slug) => [slug, 1]))
  })
})
