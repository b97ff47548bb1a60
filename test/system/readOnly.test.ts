import { afterEach, describe, expect, it } from "vitest"
import { execFileSync, spawn } from "node:child_process"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Schema from "effect/Schema"
import { DoctorEnvelope, StatusEnvelope } from "../../src/programs/cli/envelopes.js"
import { binary, collect, receiver, remove, type Sandbox, syncJson } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const nobody = 65534
const isRoot = process.getuid?.() === 0
let box: Sandbox | undefined
const everything = (folder: string): ReadonlyArray<string> =>
  [folder, ...fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name))]

/** Folders 0500, files 0400; root may write all the same, so that it becomes somebody else first. */
const freeze = (folder: string): void => {
  for (const name of [...everything(folder)].reverse()) {
    const stat = fs.lstatSync(name)
    if (isRoot) fs.lchownSync(name, nobody, nobody)
    if (!stat.isSymbolicLink()) fs.chmodSync(name, stat.isDirectory() ? 0o500 : 0o400)
  }
}
const thaw = (folder: string): void => {
  for (const name of [folder, ...execFileSync("find", [folder], { encoding: "utf8" }).trim().split("\n")]) {
    if (fs.lstatSync(name).isDirectory()) fs.chmodSync(name, 0o700)
  }
}

afterEach(() => {
  if (box === undefined) return
  if (!isRoot) thaw(box.directory)
  remove(box)
})

const contents = (folder: string): ReadonlyArray<string> =>
  [...everything(folder)].sort().flatMap((name) =>
    fs.statSync(name).isFile() ? [`${name} ${createHash("sha256").update(fs.readFileSync(name)).digest("hex")}`] : [name])

const run = ({ env, project }: Sandbox, args: ReadonlyArray<string>) =>
  collect(spawn(process.execPath, [binary, ...args], { cwd: project, env, ...(isRoot ? { uid: nobody, gid: nobody } : {}) }))

describe("where nothing can be written", () => {
  it("G-Q5 U-34 status works on a read-only checkout and a read-only home, and changes nothing; the doctor names it", async () => {
    box = sandboxWith(missionOf("001-alpha", 3))
    const { directory, project } = box
    // A person's folder is closed to others; for somebody else to be in it, it must not be.
    fs.chmodSync(directory, 0o755)
    const git = (...args: ReadonlyArray<string>) => execFileSync("git", ["-c", `safe.directory=*`, ...args], { cwd: project, encoding: "utf8" })
    git("init", "-q")
    const running = await receiver(box)
    await box.run(["sync", "server", running.url])
    expect((await syncJson(box, ["--require-delivered"])).exit_code).toBe(0)
    await running.stop()
    fs.writeFileSync(path.join(project, "kitty-specs/001-alpha/research.md"), "# New\n")
    await syncJson(box, ["--offline"])
    const porcelain = git("status", "--porcelain")
    const home = path.join(directory, "home")
    freeze(project)
    freeze(home)
    const before = [...contents(project), ...contents(home)]

    const status = await run(box, ["status", "--json"])
    expect(status.stderr).toBe("")
    const { data, exit_code } = Schema.decodeUnknownSync(Schema.parseJson(StatusEnvelope))(status.stdout)
    expect([status.code, exit_code]).toEqual([0, 0])
    expect(data?.missions.map(({ last_receipt_at, namespace }) => [namespace.mission_slug, typeof last_receipt_at])).toEqual([["001-alpha", "string"]])
    expect(data?.sync?.bodies).toMatchObject({ delivered: 3 })
    expect(data?.sync?.bodies["pending"]).toBeGreaterThan(0)

    const doctor = await run(box, ["doctor", "--json"])
    const found = Schema.decodeUnknownSync(Schema.parseJson(DoctorEnvelope))(doctor.stdout)
    expect([doctor.code, found.data?.healthy]).toEqual([3, false])
    const of = (id: string) => found.data?.checks.find((check) => check.id === id)?.verdict
    expect([of("host.home"), of("queue.file"), of("queue.conservation"), of("queue.contents")]).toEqual(["error", "ok", "ok", "ok"])

    expect([...contents(project), ...contents(home)]).toEqual(before)
    expect(git("status", "--porcelain")).toBe(porcelain)
  }, 120_000)
})
