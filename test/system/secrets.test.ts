import * as fs from "node:fs"
import * as http from "node:http"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { secret, spellings as allSpellings } from "../fixtures/secrets.js"
import { collect, type Ran, receiver, remove, type Sandbox } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const canary = secret("token")
const signedOut = { SPEC_KITTY_TOKEN: "" }

const opened: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

/** Beside every spelling of the marker, both ends of this token: what was cut short is a leak as well. */
const spellings = [...allSpellings, canary.slice(0, 20), canary.slice(-20)]
const leaksIn = (name: string, content: string | Buffer): ReadonlyArray<string> =>
  spellings.filter((spelling) => content.includes(spelling)).map((spelling) => `${name}: ${spelling}`)

const filesBelow = (folder: string): ReadonlyArray<string> =>
  fs.existsSync(folder)
    ? fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
    : []

/** A server of one's own making; it notes whether it was asked with the token. */
const server = async (answer: (authorization: string, response: http.ServerResponse) => void) => {
  const seen: Array<string> = []
  const listening = http.createServer((incoming, response) => {
    const { authorization = "" } = incoming.headers
    seen.push(authorization)
    incoming.resume().on("end", () => answer(authorization, response))
  })
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", () => resolve()))
  opened.push(() => new Promise((resolve) => {
    listening.closeAllConnections()
    listening.close(resolve)
  }))
  const address = listening.address()
  return { url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`, seen }
}

const project = (env: Record<string, string>): Sandbox => {
  const box = sandboxWith(missionOf("001-alpha", 3), env)
  opened.push(() => Promise.resolve(remove(box)))
  return box
}

const credentials = (box: Sandbox): string => path.join(box.env["SPEC_KITTY_HOME"] ?? "", "credentials")
/** What signing in leaves behind. */
const signIn = (box: Sandbox, url: string): void => {
  fs.mkdirSync(path.dirname(credentials(box)), { recursive: true, mode: 0o700 })
  const text = `[tokens]\naccess = "${canary}"\naccess_expires_at = "2126-01-01T00:00:00Z"\n\n[server]\nurl = "${url}"\n`
  fs.writeFileSync(credentials(box), text, { mode: 0o600 })
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) => (_: string, response: http.ServerResponse) => {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body))
}

/** Answers that give back what they got, in every place where an answer can hold a text. */
const echoes: ReadonlyArray<readonly [string, (authorization: string, response: http.ServerResponse) => void]> = [
  ["401", json(401, { detail: "token expired" })],
  ["401 that quotes the header", (authorization, response) => json(401, { detail: authorization, error: authorization })(authorization, response)],
  ["400 that quotes the header", (authorization, response) =>
    json(400, { error: "validation_error", detail: authorization, details: [{ error: authorization }] })(authorization, response)],
  ["403 that quotes the token", (authorization, response) =>
    json(403, { error: authorization.replace("Bearer ", ""), detail: authorization.replace("Bearer ", "") })(authorization, response)],
  ["500 in plain text", (authorization, response) => response.writeHead(500).end(`trace: authorization=${authorization}`)],
  ["429 with a hint", (authorization, response) => json(429, { detail: authorization }, { "retry-after": "1", "x-debug": authorization })(authorization, response)],
  ["a redirect that carries it", (authorization, response) => response.writeHead(302, { location: `http://127.0.0.1:9/?t=${encodeURIComponent(authorization)}` }).end()],
  ["200 of another sort", (authorization, response) => json(200, { results: [{ event_id: authorization, status: authorization, error: authorization }] })(authorization, response)]
]

/** Runs every command that talks or looks, and gathers what they said; the token must not be on any command line. */
const useEverything = async (box: Sandbox): Promise<ReadonlyArray<Ran>> => {
  const said: Array<Ran> = []
  for (const args of [
    ["sync"], ["sync", "--json"], ["sync", "--log-level", "trace"], ["sync", "status"], ["sync", "status", "--json"], ["sync", "status", "--check"], ["status"], ["doctor"], ["doctor", "--json"],
    ["sync", "server", "--json"], ["dossier", "scan", "--json"]
  ]) {
    const child = box.start(args)
    const commandLines = fs.existsSync(`/proc/${child.pid}/cmdline`) ? fs.readFileSync(`/proc/${child.pid}/cmdline`, "utf8") : ""
    expect(leaksIn("command line", commandLines)).toEqual([])
    said.push(await collect(child))
  }
  return said
}

const expectNoLeak = (box: Sandbox, said: ReadonlyArray<Ran>): void => {
  const inOutput = said.flatMap(({ stderr, stdout }) => [...leaksIn("stdout", stdout), ...leaksIn("stderr", stderr)])
  const kept = filesBelow(box.directory).filter((file) => file !== credentials(box))
  expect(kept.length).toBeGreaterThan(5)
  const inFiles = kept.flatMap((file) => leaksIn(path.relative(box.directory, file), fs.readFileSync(file)))
  expect([...inOutput, ...inFiles]).toEqual([])
}

describe("the token", () => {
  for (const [name, answer] of echoes) {
    it(`S24 is in no output and no file after ${name}`, async () => {
      const { seen, url } = await server(answer)
      const box = project({ SPEC_KITTY_TOKEN: canary })
      await box.run(["sync", "server", url])
      expectNoLeak(box, await useEverything(box))
      expect(seen).toContain(`Bearer ${canary}`)
    })
  }

  for (const [from, env] of [["the environment", { SPEC_KITTY_TOKEN: canary }], ["the credentials file", signedOut]] as const) {
    it(`S24 of ${from} is in no output and no file after a sync that delivers, and with the server gone`, async () => {
      const box = project(env)
      const running = await receiver(box, ["--token", canary])
      opened.push(running.stop)
      if (env === signedOut) signIn(box, running.url)
      await box.run(["sync", "server", running.url])
      const said = await useEverything(box)
      expect(said.map(({ code }) => code)).toEqual(said.map(() => 0))
      await running.stop()
      expectNoLeak(box, [...said, ...await useEverything(box)])
    })

    it(`S24 of ${from} that no header can carry is refused without being repeated`, async () => {
      const { seen, url } = await server(json(200, {}))
      const broken = `${canary}\u0001with a control character`
      const box = project(env === signedOut ? signedOut : { SPEC_KITTY_TOKEN: broken })
      if (env === signedOut) {
        signIn(box, url)
        fs.writeFileSync(credentials(box), `[tokens]\naccess = "${canary}" nonsense\n`, { mode: 0o600 })
      }
      await box.run(["sync", "server", url])
      const said = await useEverything(box)
      expect(said[0]?.code).toBe(4)
      expectNoLeak(box, said)
      expect(seen).toEqual([])
    })
  }

  it("S24 U-30 in the URL of a server is refused without being repeated, and nothing of it is kept", async () => {
    const box = project({})
    const said: Array<Ran> = []
    for (const url of [`https://user:${canary}@receiver.example`, `https://receiver.example/?token=${canary}`, `ftp://user:${canary}@receiver.example`]) {
      const ran = await box.run(["sync", "server", url])
      expect(ran.code).not.toBe(0)
      said.push(ran, await box.run(["sync", "server", url, "--json"]))
    }
    said.push(...await useEverything(box))
    expectNoLeak(box, said)
  })
})
