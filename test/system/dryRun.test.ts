import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { confirmed, ledger, receiver, remove, type RunningReceiver, type Sandbox, syncJson } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

let box: Sandbox | undefined
let running: RunningReceiver | undefined
afterEach(async () => {
  await running?.stop()
  running = undefined
  if (box !== undefined) remove(box)
  box = undefined
})

/** Every file below the folders with what it holds; a folder that is not there has none. */
const contents = (...folders: ReadonlyArray<string>): ReadonlyArray<string> =>
  folders.filter((folder) => fs.existsSync(folder)).flatMap((folder) =>
    fs.readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      return entry.isFile() ? `${file} ${createHash("sha256").update(fs.readFileSync(file)).digest("hex")}` : file
    }).sort())

const git = ({ env, project }: Sandbox, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "init.defaultBranch=main", ...args], {
    cwd: project, encoding: "utf8", env
  })

const committed = (box: Sandbox) => {
  git(box, "init", "-q")
  git(box, "add", "-A", ".")
  git(box, "commit", "-q", "-m", "first")
}

/** All that a dry run could have touched: the project with its `.kittify` and `.git`, and the user's own state. */
const state = (box: Sandbox) => contents(box.project, box.env["SPEC_KITTY_HOME"] ?? "", box.env["HOME"] ?? "")

describe("sync --dry-run, the program", () => {
  it("U-15 in a fresh project, without identity, server or network: a plan, and not one byte anywhere", async () => {
    box = sandboxWith({ ...missionOf("001-alpha", 3), ".kittify/config.yaml": "# ours\n" })
    committed(box)
    const before = state(box)
    const { data, exit_code } = await syncJson(box, ["--dry-run", "--all"])
    expect(state(box)).toEqual(before)
    expect(git(box, "status", "--porcelain")).toBe("")
    expect({ exit_code, dry: data?.dry_run, blocked: data?.plan?.blocked, bodies: data?.plan?.bodies })
      .toEqual({ exit_code: 0, dry: true, blocked: "no_server", bodies: 3 })
  })

  it("U-15 with a queue on disk and a server: nothing changes on either side, and the run does what was said", async () => {
    box = sandboxWith(missionOf("001-alpha", 5))
    committed(box)
    running = await receiver(box)
    await box.run(["sync", "server", running.url])
    await syncJson(box, ["--offline"])
    const before = state(box)
    const plan = await syncJson(box, ["--dry-run"])
    expect(state(box)).toEqual(before)
    expect((await ledger(box)).bodies).toEqual([])
    expect(plan.data?.plan).toMatchObject({ blocked: null, bodies: 5, requests: 6, in_queue: { bodies: 5 } })
    const planned = confirmed(plan, ["queued"])
    expect(confirmed(await syncJson(box, []), ["uploaded"])).toEqual(planned)
    expect(planned).toHaveLength(5)
  })

  it("U-15 as text it says would, and that it was none", async () => {
    box = sandboxWith(missionOf("001-alpha", 2))
    await box.run(["sync", "server", "http://127.0.0.1:9"])
    const { code, stdout } = await box.run(["sync", "--dry-run"])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Would send 5 events and 2 bodies to http:\/\/127\.0\.0\.1:9: .* in 3 requests\./)
    expect(stdout).toContain("This was a dry run")
    expect(stdout).not.toMatch(/\d uploaded|delivered/i)
  })
})
