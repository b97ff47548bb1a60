import * as fs from "node:fs"
import * as http from "node:http"
import * as os from "node:os"
import * as path from "node:path"
import * as Schema from "effect/Schema"
import { afterEach, describe, expect, it } from "vitest"
import { BugReportEnvelope } from "../../src/programs/cli/envelopes.js"
import { metaJson } from "../fixtures/project.js"
import { type Ran, remove, type Sandbox } from "./harness.js"
import { sandboxWith } from "./projects.js"

const opened: Array<() => void> = []
afterEach(() => opened.splice(0).reverse().forEach((close) => close()))

/** Nothing of these can stand in a text by chance. */
const canaries = {
  token: "canary-token-5d0b7e91", user: "canaryuserinfo31c", slug: "canaryslug7f", file: "canaryfile8a", folder: "canaryfolder2b",
  body: "canary body 4c sentence", home: "canaryhome9d", environment: "canary-environment-6e", host: "canaryhost1f"
}
const decode = Schema.decodeUnknownSync(Schema.parseJson(BugReportEnvelope))

/** Refuses every body, and quotes all that it knows. */
const quoting = async (): Promise<string> => {
  const server = http.createServer((incoming, response) => {
    const { authorization = "" } = incoming.headers
    incoming.resume().on("end", () => response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({
      error: "validation_error",
      detail: `${authorization} may not write 047-${canaries.slug}/research/${canaries.folder}/${canaries.file}.md at https://${canaries.user}:x@${canaries.host}.example/?k=${canaries.token} (AWS ${canaries.environment})`
    })))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()))
  opened.push(() => void server.close(), () => server.closeAllConnections())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
}

const mission = `047-${canaries.slug}`
const project = (): Sandbox => {
  const box = sandboxWith({
    [`kitty-specs/${mission}/meta.json`]: metaJson(mission),
    [`kitty-specs/${mission}/spec.md`]: `# ${canaries.body}\n`,
    [`kitty-specs/${mission}/research/${canaries.folder}/${canaries.file}.md`]: `${canaries.body}\n`,
    [`kitty-specs/${mission}/research/${canaries.file} with a space.bin`]: canaries.body,
    [`kitty-specs/broken-${canaries.slug}/meta.json`]: "{"
  }, { SPEC_KITTY_TOKEN: canaries.token, AWS_SECRET_ACCESS_KEY: canaries.environment, HTTPS_PROXY: `http://${canaries.user}:pw@${canaries.host}.example:3128`, NO_PROXY: `${canaries.host}.internal` })
  opened.push(() => remove(box))
  const home = path.join(box.directory, canaries.home)
  Object.assign(box.env, { HOME: home, SPEC_KITTY_HOME: path.join(home, "state") })
  fs.mkdirSync(path.join(box.project, ".kittify"), { recursive: true })
  fs.writeFileSync(path.join(box.project, ".kittify", "config.yaml"), `sync:\n  server_url: https://${canaries.user}:x@${canaries.host}.example/${canaries.slug}\n`)
  return box
}

const leaksIn = ({ stderr, stdout }: Ran): ReadonlyArray<string> => {
  const own = [os.userInfo().username, os.hostname()].filter((name) => name.length > 6)
  return [...Object.values(canaries), ...own].filter((canary) => `${stdout}${stderr}`.includes(canary))
}
const forms = [["bugreport"], ["bugreport", "--json"], ["bugreport", "--check"], ["bugreport", "--format", "markdown"], ["bugreport", "--format", "ndjson"], ["bugreport", "--ascii"]]

/** Every form, and what it keeps in a file. */
const everyForm = async (box: Sandbox): Promise<ReadonlyArray<Ran>> => {
  const ran: Array<Ran> = []
  for (const words of forms) ran.push(await box.run(words))
  for (const [name, ...flags] of [["report.md"], ["report.json", "--json"]] as const) {
    const file = path.join(box.directory, name)
    const said = await box.run(["bugreport", "-o", file, ...flags])
    expect(said.code).toBe(0)
    ran.push({ ...said, stdout: fs.readFileSync(file, "utf8") })
  }
  return ran
}

/** Everything in the project and of the user, but for what SQLite makes to read. */
const kept = (box: Sandbox) =>
  [box.project, box.env["HOME"] ?? ""].flatMap((root) =>
    fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !/-(wal|shm)$/.test(entry.name))
      .map((entry) => [entry.name, fs.readFileSync(path.join(entry.parentPath, entry.name), "base64")]))

describe("bugreport", () => {
  it("U-42 S24 no canary is in any form of it, whatever the server quoted, and nothing is sent or written", async () => {
    const box = project()
    const url = await quoting()
    await box.run(["sync", "server", url])
    expect((await box.run(["sync", "--all"])).code).toBe(6)
    fs.rmSync(path.join(box.project, "kitty-specs", mission, "research"), { recursive: true })
    const before = kept(box)
    const ran = await everyForm(box)
    expect(kept(box)).toEqual(before)
    expect(ran.map((one) => [one.code, leaksIn(one)])).toEqual(ran.map(() => [0, []]))
    const { data } = decode(ran[1]?.stdout ?? "")
    expect(data?.unavailable).toEqual([])
    expect(data?.sync?.server).toBe(url)
    expect(data?.sync?.quarantined.length).toBeGreaterThan(0)
    expect(data?.sync?.quarantined.map(({ mission_slug }) => mission_slug)).toEqual(data?.sync?.quarantined.map(() => expect.stringMatching(/^mission-\d+$/)))
    expect(ran[0]?.stdout).toContain("### Queue file")
  })

  it("U-42 --with-names tells missions and files, and hides the rest", async () => {
    const box = project()
    const { stdout } = await box.run(["bugreport", "--with-names"])
    expect(stdout).toContain(canaries.slug)
    for (const hidden of [canaries.token, canaries.user, canaries.home, canaries.host, canaries.environment]) expect(stdout).not.toContain(hidden)
  })

  const broken: ReadonlyArray<readonly [what: string, breaks: (box: Sandbox) => void, parts: ReadonlyArray<string>]> = [
    ["a broken configuration", (box) => fs.writeFileSync(path.join(box.project, ".kittify", "config.yaml"), `sync: [${canaries.slug}\n`), ["settings", "sync", "queue_file"]],
    ["a broken queue", (box) => {
      const projects = path.join(box.env["SPEC_KITTY_HOME"] ?? "", "projects")
      for (const name of fs.readdirSync(projects)) fs.writeFileSync(path.join(projects, name, "queue.db"), canaries.body.repeat(500))
    }, ["sync", "queue_file"]]
  ]
  for (const [what, breaks, parts] of broken) {
    it(`U-42 S24 with ${what} the parts that can't be had say so, and the rest is told`, async () => {
      const box = project()
      await box.run(["sync", "server", await quoting()])
      await box.run(["sync", "--all", "--offline"])
      breaks(box)
      const before = kept(box)
      const ran = await everyForm(box)
      expect(ran.flatMap(leaksIn)).toEqual([])
      expect(kept(box)).toEqual(before)
      const { data, exit_code } = decode(ran[1]?.stdout ?? "")
      expect([exit_code, data?.unavailable.map(({ part }) => part)]).toEqual([0, parts])
      expect(data?.contract?.contract_version).toBe("3.0.0")
      expect(data?.checks).not.toBeNull()
    })
  }

  it("U-42 works outside of a project", async () => {
    const box = project()
    const outside = path.join(box.directory, canaries.folder)
    fs.mkdirSync(outside)
    const ran = await box.run(["bugreport", "--json", "-C", outside])
    const { data } = decode(ran.stdout)
    expect([ran.code, data?.contract?.contract_version, leaksIn(ran)]).toEqual([0, "3.0.0", []])
    expect(data?.unavailable.map(({ code }) => code)).toContain("PROJECT-01")
  })

  it("U-42 G-Q12 a file that can't be written, such as on a full disk, is told, and the report comes on stdout", async () => {
    const box = project()
    const ran = await box.run(["bugreport", "-o", "/dev/full"])
    expect([ran.code, leaksIn(ran)]).toEqual([1, []])
    expect(ran.stderr).toContain("REPORT-01")
    expect(ran.stdout).toContain("## Report of a bug in spec-kitty")
  })
})
