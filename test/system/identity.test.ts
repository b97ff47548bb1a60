import { execFileSync, spawn } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import * as Schema from "effect/Schema"
import { IdentityEnvelope, SyncEnvelope } from "../../src/programs/cli/envelopes.js"
import { binary, collect, ledger, receiver, remove, type Sandbox, syncJson } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const opened: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

const boxWith = (files: Parameters<typeof sandboxWith>[0]): Sandbox => {
  const box = sandboxWith(files)
  opened.push(() => Promise.resolve(remove(box)))
  return box
}
const serve = async (box: Sandbox) => {
  const running = await receiver(box)
  opened.push(running.stop)
  return running
}
/** The binary in another folder of the sandbox, with the same per-user state or that of `home`. */
const at = (box: Sandbox, name: string, home = "home"): Sandbox => {
  const project = path.join(box.directory, name)
  const env = { ...box.env, SPEC_KITTY_HOME: path.join(box.directory, home) }
  const start = (args: ReadonlyArray<string>) => spawn(process.execPath, [binary, ...args], { cwd: project, env })
  return { ...box, project, env, start, run: (args) => collect(start(args)) }
}
const git = (cwd: string, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "init.defaultBranch=main", ...args], { cwd, encoding: "utf8" })
const commitAll = ({ project }: Sandbox) => {
  git(project, "init", "-q")
  git(project, "add", "-A")
  git(project, "commit", "-q", "-m", "first")
}
const decodeSync = Schema.decodeUnknownSync(Schema.parseJson(SyncEnvelope))
const decodeIdentity = Schema.decodeUnknownSync(Schema.parseJson(IdentityEnvelope))
const identity = async (box: Sandbox) => {
  const { stdout } = await box.run(["identity", "--json"])
  return decodeIdentity(stdout)
}
const everything = (folder: string): ReadonlyArray<string> =>
  fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort().map((name) => `${name} ${fs.lstatSync(path.join(folder, name)).mtimeMs}`)

describe("first use", () => {
  it.each(["with git", "without git"])("I-09 G-Q7 thirty processes at once, in ten different homes, make one identity, %s", async (where) => {
    const box = boxWith(missionOf("001-alpha", 1))
    if (where === "with git") commitAll(box)
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) =>
      at(box, "project", `home-${n % 10}`).run(["sync", "--json", "--timeout", "2m"])))
    expect(answers.filter(({ code }) => code !== 0)).toEqual([])
    const ids = answers.map(({ stdout }) => decodeSync(stdout).data).map((data) => `${data?.missions[0]?.namespace.project_uuid} ${data?.build_id}`)
    expect(new Set(ids).size).toBe(1)
    const told = await identity(box)
    expect(ids[0]).toBe(`${told.data?.parts[0]?.value} ${told.data?.parts[2]?.value}`)
    const left = fs.readdirSync(box.project, { recursive: true, encoding: "utf8" }).filter((name) => /identity\.lock|\.tmp$/.test(name))
    expect(left).toEqual([])
  }, 300_000)

  it("I-09 a process that was killed while it made the identity keeps nobody waiting, and leaves old or new", async () => {
    const box = boxWith(missionOf("001-alpha", 1))
    commitAll(box)
    const ids = new Set<string | null | undefined>()
    for (let delay = 0; delay < 12; delay++) {
      const child = box.start(["sync", "--json"])
      const ended = collect(child)
      const lock = path.join(box.project, ".git/spec-kitty-identity.lock")
      for (let looks = 0; looks < 40 * delay && !fs.existsSync(lock); looks++) await new Promise((resolve) => setImmediate(resolve))
      child.kill("SIGKILL")
      await ended
      const { data, ok } = await identity(box)
      expect(ok).toBe(true)
      ids.add(data?.parts[2]?.value)
    }
    const { build_id } = (await syncJson(box, [])).data ?? {}
    expect([...ids].filter((id) => id !== null && id !== build_id)).toEqual([])
  }, 120_000)
})

describe("spec-kitty identity", () => {
  it("U-34 I-07 tells all five parts with their places, makes none of them and writes nothing", async () => {
    const box = boxWith(missionOf("001-alpha", 1))
    git(box.project, "init", "-q")
    git(box.project, "remote", "add", "origin", "https://ana:s3cret@git.example/acme/sub/My_Billing.git")
    const before = everything(box.directory)
    const fresh = await identity(box)
    expect(fresh.data?.parts.map(({ origin, part, value }) => [part, value === null ? null : "a value", origin.kind])).toEqual([
      ["project.uuid", null, "first_use"], ["project.slug", "a value", "git_remote"], ["build.id", null, "first_use"],
      ["node.id", "a value", "machine_account"], ["repo_slug", "a value", "git_remote"]
    ])
    expect(fresh.data?.kept_in).toBe("nowhere")
    const text = await box.run(["identity", "show"])
    expect([text.code, text.stderr]).toEqual([0, ""])
    expect(text.stdout).toMatch(/^build\.id +none yet +made on first use$/m)
    expect(text.stdout).toMatch(/^repo_slug +acme\/sub\/My_Billing +from the git remote$/m)
    expect(text.stdout).not.toContain("s3cret")
    expect(everything(box.directory)).toEqual(before)

    const { data } = await syncJson(box, [])
    const known = (await identity(box)).data
    expect(known?.parts.map(({ origin }) => `${origin.kind} ${origin.file}:${origin.line}`)).toEqual([
      "file .kittify/config.yaml:2", "file .kittify/config.yaml:3", "file .kittify/config.yaml:5", "file .kittify/config.yaml:8", "git_remote null:null"
    ])
    expect([known?.parts[2]?.value, known?.kept_in, known?.foreign_build]).toEqual([data?.build_id, "checkout", null])
  }, 60_000)

  it("I-08 says of a copy that its build.id belongs to another checkout, and I-19 refuses a legacy config.yaml", async () => {
    const box = boxWith(missionOf("001-alpha", 1))
    const { data } = await syncJson(box, [])
    fs.cpSync(box.project, path.join(box.directory, "copy"), { recursive: true })
    const copy = at(box, "copy")
    const told = (await identity(copy)).data
    expect(told?.foreign_build).toEqual({ build_id: data?.build_id, file: ".kittify/config.yaml", line: 5 })
    expect(told?.parts[2]).toMatchObject({ value: null, origin: { kind: "first_use" } })
    const { stdout } = await copy.run(["identity"])
    expect(stdout).toContain(`This checkout is a copy: build.id ${data?.build_id} in .kittify/config.yaml:5 belongs to another one.`)
    expect((await syncJson(copy, [])).data?.build_id).not.toBe(data?.build_id)
    expect((await identity(copy)).data?.foreign_build).toBeNull()

    fs.writeFileSync(path.join(copy.project, ".kittify/config.yaml"), "project:\n  feature_slug: 001-a\n")
    const refused = await identity(copy)
    expect([refused.exit_code, refused.data, refused.diagnostics.map(({ code }) => code)]).toEqual([8, null, ["LEGACY-01"]])
  }, 60_000)
})

describe("a checkout that can't be written", () => {
  it("I-07 U-34 works, says that the identity is not stored in it, and has the same ids in each run", async () => {
    const box = boxWith(missionOf("001-alpha", 1))
    // What an unwritable folder is to anyone, also to root: config.yaml leads to where nothing can be made.
    fs.mkdirSync(path.join(box.project, ".kittify/none"), { recursive: true })
    fs.symlinkSync("none/absent", path.join(box.project, ".kittify/config.yaml"))
    const [one, two] = [await syncJson(box, []), await syncJson(box, [])]
    expect([one.exit_code, one.data?.build_id]).toEqual([0, two.data?.build_id])
    expect(one.data?.missions[0]?.namespace).toEqual(two.data?.missions[0]?.namespace)
    for (const { diagnostics } of [one, two]) {
      expect(diagnostics.filter(({ code }) => code === "IDENTITY-01").map(({ severity }) => severity)).toEqual(["info"])
    }
    expect((await identity(box)).data).toMatchObject({ kept_in: "user_folder", foreign_build: null })
    expect((await box.run(["identity"])).stdout).toContain("The checkout can't be written")
  }, 60_000)
})

describe("checkouts of one repository", () => {
  const project = { ...missionOf("001-alpha", 2), ".kittify/config.yaml": "vcs: {type: git}\n" }

  it("I-08 I-11 two worktrees send two build ids, which the ledger tells apart", async () => {
    const box = boxWith(project)
    const running = await serve(box)
    commitAll(box)
    await box.run(["sync"])
    git(box.project, "commit", "-q", "-a", "-m", "identity")
    git(box.project, "worktree", "add", "-q", path.join(box.directory, "tree"))
    const tree = at(box, "tree")
    expect((await box.run(["sync", "server", running.url])).code).toBe(0)
    const here = await syncJson(box, ["--require-delivered"])
    fs.writeFileSync(path.join(tree.project, "kitty-specs/001-alpha/research/more.md"), "# More\n")
    const there = await syncJson(tree, ["--require-delivered"])
    expect([here.exit_code, there.exit_code]).toEqual([0, 0])
    expect(there.data?.missions[0]?.namespace.project_uuid).toBe(here.data?.missions[0]?.namespace.project_uuid)
    const { events } = await ledger(box)
    expect(new Set(events.map(({ build_id }) => build_id))).toEqual(new Set([here.data?.build_id, there.data?.build_id]))
    expect(new Set(events.map(({ build_id }) => build_id)).size).toBe(2)
    const { stdout } = await box.run(["receiver", "ledger", "--db", path.join(box.directory, "receiver.db")])
    expect(stdout).toMatch(new RegExp(`Events by build\\.id:\\n +${here.data?.build_id} +\\d+ events\\n +${there.data?.build_id} +\\d+ events?\\n`))
    expect(git(tree.project, "status", "--porcelain").trim()).toBe("?? kitty-specs/001-alpha/research/more.md")
  }, 120_000)

  it("G-R8 no Lamport value is used twice: in a copy with the same home, and by processes that are killed", async () => {
    const box = boxWith(project)
    const running = await serve(box)
    await box.run(["sync", "server", running.url])
    await syncJson(box, ["--require-delivered"])
    fs.cpSync(box.project, path.join(box.directory, "copy"), { recursive: true })
    const copy = at(box, "copy")
    await copy.run(["sync", "server", running.url])
    for (let round = 0; round < 6; round++) {
      for (const checkout of [box, copy]) {
        fs.writeFileSync(path.join(checkout.project, "kitty-specs/001-alpha/research/note-0.md"), `${round} of ${checkout.project}\n`)
        const child = checkout.start(["sync", "--json"])
        const ended = collect(child)
        for (let looks = 0; looks < 400 * (round + 1); looks++) await new Promise((resolve) => setImmediate(resolve))
        child.kill("SIGKILL")
        await ended
      }
    }
    const ends = [await syncJson(box, ["--wait", "60s"]), await syncJson(copy, ["--wait", "60s"])]
    expect(ends.map(({ exit_code }) => exit_code)).toEqual([0, 0])
    const { events } = await ledger(box)
    expect(new Set(events.map(({ build_id }) => build_id))).toEqual(new Set(ends.map(({ data }) => data?.build_id)))
    const clocks = events.map(({ lamport_clock }) => lamport_clock)
    expect(new Set(clocks).size).toBe(clocks.length)
  }, 180_000)
})
