import { spawn, spawnSync, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as http from "node:http"
import * as os from "node:os"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { secret, spellings } from "../fixtures/secrets.js"
import { binary, collect, ledger, type Ran, receiver, remove, type Sandbox } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const password = secret("password")
const account = `dev:${password}`

const opened: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

/** A project whose user has no token of the environment, with a folder for temporary files of its own. */
const project = (bodies = 3): Sandbox => {
  const box = sandboxWith(missionOf("001-alpha", bodies), { SPEC_KITTY_TOKEN: "" })
  delete box.env["SPEC_KITTY_TOKEN"]
  box.env["TMPDIR"] = path.join(box.directory, "tmp")
  fs.mkdirSync(box.env["TMPDIR"])
  opened.push(() => Promise.resolve(remove(box)))
  return box
}

const serving = async (box: Sandbox, ...faults: ReadonlyArray<string>) => {
  const running = await receiver(box, ["--account", account, ...faults.flatMap((fault) => ["--fault", fault])])
  opened.push(running.stop)
  return running
}

const holding = (text: string | Buffer) => spellings.filter((spelling) => text.includes(spelling))

/** What a running process shows to every user, and to its own; the server is told its test account on its command line. */
const lookInside = ({ pid }: ChildProcess) => {
  for (const name of ["cmdline", "environ"]) {
    // A process that has ended meanwhile shows nothing.
    const shown = spawnSync("cat", [`/proc/${pid}/${name}`]).stdout
    expect(holding(shown)).toEqual([])
  }
}

const runIn = async (box: Sandbox, args: ReadonlyArray<string>, input = "", cwd = box.project): Promise<Ran> => {
  const child = spawn(process.execPath, [binary, ...args], { cwd, env: box.env })
  lookInside(child)
  child.stdin.end(input)
  return collect(child)
}

const login = (box: Sandbox, args: ReadonlyArray<string> = [], input = `${password}\n`) =>
  runIn(box, ["auth", "login", "--username", "dev", "--password-stdin", ...args], input)

const signIns = (url: string) =>
  new Promise<{ logins: number; refreshes: number }>((resolve) => {
    http.get(`${url}/_sign-ins`, (answer) => {
      let text = ""
      answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk)).on("end", () => resolve(JSON.parse(text)))
    })
  })

const filesBelow = (folder: string): ReadonlyArray<string> =>
  fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))

/** Nothing of the sandbox holds a secret but the one file, nor does anything that was said. */
const expectNoLeak = (box: Sandbox, said: ReadonlyArray<Ran>): void => {
  expect(said.flatMap(({ stderr, stdout }) => holding(stdout + stderr))).toEqual([])
  const credentials = path.join(box.directory, "home", "credentials")
  const files = filesBelow(box.directory).filter((file) => file !== credentials)
  expect(files.length).toBeGreaterThan(5)
  expect(files.filter((file) => holding(fs.readFileSync(file)).length > 0)).toEqual([])
  expect(holding(fs.readFileSync(credentials)).length).toBeGreaterThan(0)
}

describe("signing in", () => {
  it("S24 U-30 B-24 a password and the tokens it brings are in no output, no file but one, no command line and no environment", async () => {
    const box = project()
    const server = await serving(box, "expire-access:2")
    const said = [
      await login(box, ["--server", server.url], `${secret("wrong")}\n`),
      await login(box, ["--server", server.url]),
      await runIn(box, ["sync", "server", server.url])
    ]
    expect(said.map(({ code }) => code)).toEqual([4, 0, 0])
    expect(fs.statSync(path.join(box.directory, "home", "credentials")).mode & 0o777).toBe(0o600)
    for (const args of [
      ["sync", "-vv"], ["sync", "--log-level", "trace"], ["sync", "--log-level", "trace", "--log-format", "json", "--json"],
      ["sync", "--report", "report.json"], ["auth", "status"], ["auth", "status", "--check", "--json"], ["auth", "token", "--json"],
      ["doctor", "--log-level", "trace"], ["bugreport"], ["config", "list", "--show-origin"], ["status", "--json"], ["sync", "diagnose"]
    ]) {
      const ran = await runIn(box, args)
      expect([args, ran.code]).toEqual([args, 0])
      said.push(ran)
    }
    await server.stop()
    for (const args of [["sync", "--wait", "1s", "--json"], ["auth", "status", "--check"], ["bugreport", "--json"]]) said.push(await runIn(box, args))
    expectNoLeak(box, said)
    expect((await runIn(box, ["auth", "logout"])).code).toBe(0)
    expect(fs.existsSync(path.join(box.directory, "home", "credentials"))).toBe(false)
  })

  it("S24 a sync that is killed while it renews its tokens leaves none behind", async () => {
    const box = project(40)
    const server = await serving(box, "expire-access:1", "slow:20ms")
    await login(box, ["--server", server.url])
    await runIn(box, ["sync", "server", server.url])
    const said: Array<Ran> = []
    for (const signal of ["SIGKILL", "SIGTERM", "SIGKILL"] as const) {
      const child = box.start(["sync", "--log-level", "trace"])
      const ended = collect(child)
      const { refreshes } = await signIns(server.url)
      while ((await signIns(server.url)).refreshes < refreshes + 2 && child.exitCode === null) lookInside(child)
      child.kill(signal)
      said.push(await ended)
    }
    // Killed between writing and renaming, a copy stays: as private as the file itself, and gone with its next change.
    for (const file of filesBelow(path.join(box.directory, "home")).filter((name) => /\.credentials\.[0-9a-f-]{36}\.tmp$/.test(name))) {
      expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    }
    said.push(await login(box, ["--server", server.url]))
    expectNoLeak(box, said)
  })

  it("B-24 B-30 G-A1 with tokens good for three requests one sign-in delivers everything", async () => {
    const box = project(12)
    const server = await serving(box, "expire-access:3")
    await login(box, ["--server", server.url])
    await runIn(box, ["sync", "server", server.url])
    const { code } = await runIn(box, ["sync", "--concurrency", "1"])
    expect(code).toBe(0)
    const { bodies, redundant_posts } = await ledger(box)
    expect([bodies.length > 11, redundant_posts]).toEqual([true, 0])
    const { logins, refreshes } = await signIns(server.url)
    expect([logins, refreshes > 2]).toEqual([1, true])
  })

  it("B-24 auth token is the token and nothing else, and what a request takes; without a sign-in it is exit 4", async () => {
    const box = project()
    const server = await serving(box)
    await login(box, ["--server", server.url])
    const outside = os.tmpdir()
    // Not gathered like the others: it is the one command whose output is the token.
    const { stdout, status } = spawnSync(process.execPath, [binary, "auth", "token"], { cwd: outside, env: box.env, encoding: "utf8" })
    expect([status, /^[\w-]+\.[\w-]+\.[\w-]+\n$/.test(stdout)]).toEqual([0, true])
    const asked = http.get(`${server.url}/api/v1/sync/health/`, { headers: { authorization: `Bearer ${stdout.trim()}` } })
    const [answer] = await once(asked, "response")
    expect(answer.statusCode).toBe(200)
    answer.resume()
    await runIn(box, ["auth", "logout"])
    const none = await runIn(box, ["auth", "token"], "", outside)
    expect([none.code, none.stdout]).toEqual([4, ""])
  })

  it("U-20 U-30 without a terminal nothing is asked: the missing flag is named, and what is no password refused", async () => {
    const box = project()
    const server = await serving(box)
    const at = ["auth", "login", "--server", server.url]
    for (const [args, input, code, named] of [
      [[...at, "--json"], "", "USAGE-01", "--username"],
      [[...at, "--username", "dev"], "", "USAGE-01", "--password-stdin"],
      [[...at, "--password-stdin"], `${password}\n`, "USAGE-01", "--username"],
      [[...at, "--username", "dev", "--password-stdin"], "", "AUTH-07", "standard input was empty"],
      [[...at, "--username", "dev", "--password-stdin"], `${password}\n${password}\n`, "AUTH-07", "more than one line"],
      [[...at, "--username", "dev", "--password", password], "", "USAGE-01", "--password-stdin"]
    ] as const) {
      const child = spawn(process.execPath, [binary, ...args], { cwd: box.project, env: box.env })
      child.stdin.on("error", () => undefined).end(input)
      const ran = await collect(child)
      expect([ran.code, (ran.stdout + ran.stderr).includes(code), (ran.stdout + ran.stderr).includes(named)]).toEqual([2, true, true])
    }
    expect(await signIns(server.url)).toMatchObject({ logins: 0, refused: 0 })
  })
})
