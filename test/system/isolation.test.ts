import Database from "better-sqlite3"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { metaJson, smallMission } from "../fixtures/project.js"
import { confirmed, differences, ledger, receiver, remove, type RunningReceiver, type Sandbox, syncJson } from "./harness.js"
import { sandboxWith } from "./projects.js"

const alpha = "001-alpha"
const delivered = ["uploaded", "already_exists"]
const metaFile = `kitty-specs/${alpha}/meta.json`

let box: Sandbox | undefined
let running: RunningReceiver | undefined
afterEach(async () => {
  await running?.stop()
  if (box !== undefined) remove(box)
})

const started = async (files: Parameters<typeof sandboxWith>[0]) => {
  box = sandboxWith(files)
  running = await receiver(box)
  await box.run(["sync", "server", running.url])
  return box
}

/** Rows of bodies that wait, and texts that are kept for them. */
const queued = (box: Sandbox) => {
  const projects = path.join(box.env["SPEC_KITTY_HOME"] ?? "", "projects")
  const [only = ""] = fs.readdirSync(projects).filter((name) => fs.existsSync(path.join(projects, name, "queue.db")))
  const database = new Database(path.join(projects, only, "queue.db"), { readonly: true })
  const count = (query: string): unknown => database.prepare(query).pluck().get()
  const found = {
    rows: count("SELECT count(*) FROM delivery WHERE kind = 'body'"),
    contents: count("SELECT count(*) FROM content")
  }
  database.close()
  return found
}

describe("what is alike and not the same, at a receiver", () => {
  it("B-16 B-14 one slug on two branches: each branch has its own artifacts, and a second sync of each confirms them", async () => {
    const box = await started(smallMission(alpha))
    const onBranch = async (branch: string, spec: string) => {
      fs.writeFileSync(path.join(box.project, metaFile), metaJson(alpha, { target_branch: branch }))
      fs.writeFileSync(path.join(box.project, "kitty-specs", alpha, "spec.md"), spec)
      const synced = await syncJson(box, [])
      expect(synced.data?.delivery).toBe("delivered")
      return synced
    }
    const main = await onBranch("main", "# of main\n")
    const later = await onBranch("2.x", "# of 2.x\n")
    for (const synced of [main, later]) expect(confirmed(synced, ["uploaded"])).toHaveLength(3)

    const { bodies, events } = await ledger(box)
    const held = (branch: string) => bodies.filter(({ namespace }) => namespace.target_branch === branch)
    const specs = (synced: typeof main) => confirmed(synced, delivered).find(({ path: file }) => file === "spec.md")?.hash
    for (const [branch, synced] of [["main", main], ["2.x", later]] as const) {
      expect(held(branch).map(({ path: file }) => file).sort()).toEqual(["plan.md", "spec.md", "tasks/WP01-first.md"])
      expect(held(branch).every(({ current, posted }) => current && posted === 1)).toBe(true)
      expect(held(branch).find(({ path: file }) => file === "spec.md")?.hash).toBe(specs(synced))
      expect(events.filter(({ namespace }) => namespace?.target_branch === branch)).not.toEqual([])
    }
    expect(bodies).toHaveLength(6)
    expect(specs(main)).not.toBe(specs(later))

    const again = await onBranch("main", "# of main\n")
    expect(confirmed(again, ["already_exists"])).toHaveLength(3)
    const after = await ledger(box)
    expect(after.bodies).toHaveLength(6)
    expect(after.bodies.filter(({ namespace }) => namespace.target_branch === "2.x").every(({ posted }) => posted === 1)).toBe(true)
  })

  it("B-31 B-14 one content in two missions is two artifacts, and a second sync confirms both", async () => {
    const beta = "002-beta"
    const box = await started({
      ...smallMission(alpha),
      ...smallMission(beta),
      [`kitty-specs/${beta}/spec.md`]: `# ${alpha}\n`,
      [`kitty-specs/${beta}/plan.md`]: `# ${alpha}\n`
    })
    await syncJson(box, ["--all", "--offline"])
    // Both specs and beta's plan are one text, and so are the two work packages: six rows, three texts.
    expect(queued(box)).toEqual({ rows: 6, contents: 3 })
    const first = await syncJson(box, ["--all"])
    expect(confirmed(first, ["uploaded"])).toHaveLength(6)
    const { bodies } = await ledger(box)
    const same = bodies.filter(({ hash }) => hash === bodies.find(({ path: file }) => file === "spec.md")?.hash)
    expect(same.map(({ namespace, path: file }) => `${namespace.mission_slug}/${file}`).sort())
      .toEqual([`${alpha}/spec.md`, `${beta}/plan.md`, `${beta}/spec.md`])

    const second = await syncJson(box, ["--all"])
    expect(confirmed(second, ["already_exists"])).toHaveLength(6)
    expect(differences(box, confirmed(second, delivered), await ledger(box))).toEqual([])
  })
})
