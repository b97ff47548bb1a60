import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Schema from "effect/Schema"
import { parse } from "smol-toml"
import { describe, expect, it } from "vitest"
import { SyncStatusEnvelope } from "../../src/programs/cli/envelopes.js"
import { type TokenServer, tokenServer, type TokenServerOptions } from "../support/tokenServer.js"
import { binary, collect, remove, type Sandbox, syncJson } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const home = (box: Sandbox): string => box.env["SPEC_KITTY_HOME"] ?? ""
const credentials = (box: Sandbox): string => path.join(home(box), "credentials")

/** What a login leaves, with an access token that has expired. */
const logIn = (box: Sandbox, server: TokenServer, expires = "2020-01-01T00:00:00.000000+00:00"): void => {
  const { access, refresh } = server.issue()
  fs.mkdirSync(home(box), { recursive: true, mode: 0o700 })
  fs.writeFileSync(credentials(box), [
    "[tokens]", `access = "${access}"`, `refresh = "${refresh}"`, `access_expires_at = "${expires}"`,
    "refresh_expires_at = \"2099-01-01T00:00:00.000000+00:00\"", "[user]", "username = \"ana\"", "[server]", `url = "${server.url}"`, ""
  ].join("\n"), { mode: 0o600 })
}

/** A project that sends to the server, whose user signed in long ago. */
const signedIn = async (use: (box: Sandbox, server: TokenServer) => Promise<void>, options: TokenServerOptions = {}) => {
  const server = await tokenServer(options)
  const box = sandboxWith(missionOf("001-many", 5))
  delete box.env["SPEC_KITTY_TOKEN"]
  try {
    await box.run(["sync", "server", server.url])
    // The identity is there before many look at once.
    await box.run(["sync", "--offline"])
    logIn(box, server)
    await use(box, server)
  } finally {
    await server.stop()
    remove(box)
  }
}

const decode = Schema.decodeUnknownSync(Schema.parseJson(SyncStatusEnvelope))
const check = async (box: Sandbox) => {
  const { exit_code, data } = decode((await box.run(["sync", "status", "--check", "--json"])).stdout)
  return { code: data?.check?.code ?? null, exit_code, verdict: data?.check?.verdict }
}
const good = { code: null, exit_code: 0, verdict: "ok" }

/** Thirty at once. On a busy machine one may be out of the patience that a check has, but none needs a sign-in. */
const checkedByThirty = async (box: Sandbox) => {
  const ended = await Promise.all(Array.from({ length: 30 }, () => check(box)))
  expect(ended.filter(({ code }) => code !== null && code !== "SERVER-06")).toEqual([])
  expect(ended).toContainEqual(good)
  expect(await check(box)).toEqual(good)
}

describe("an access token that has expired", () => {
  it("G-A2 H-09 thirty processes at once make one refresh call, and nobody is signed out", () =>
    signedIn(async (box, server) => {
      await checkedByThirty(box)
      expect(server.tally).toMatchObject({ renewals: 1, reused: 0, unauthorised: 0 })
      expect(fs.readdirSync(home(box)).filter((name) => name.startsWith("credentials") || name.startsWith(".cred"))).toEqual(["credentials"])
      expect((fs.statSync(credentials(box)).mode & 0o777).toString(8)).toBe("600")
    }, { renewalMs: 300 }))

  it("G-A2 G-A3 H-09 the same where the clock knows nothing, and each learns it by a 401", () =>
    signedIn(async (box, server) => {
      logIn(box, server, "2099-01-01T00:00:00.000000+00:00")
      fs.writeFileSync(credentials(box), fs.readFileSync(credentials(box), "utf8").replace(/access = ".*"/, "access = \"withdrawn\""))
      await checkedByThirty(box)
      expect(server.tally).toMatchObject({ renewals: 1, reused: 0 })
    }, { renewalMs: 300 }))

  it("G-A4 killed at whichever change of the disk: at most one new login, and never a loop", () =>
    signedIn(async (box, server) => {
      const endings = { renewed: 0, again: 0 }
      let kills = 0
      for (let moment = 1, survived = false; !survived; moment++) {
        logIn(box, server)
        const killed = await collect(spawn(
          process.execPath,
          ["--import", path.join(import.meta.dirname, "killAtWrite.mjs"), binary, "sync", "status", "--check", "--json"],
          { cwd: box.project, env: { ...box.env, KILL_AT_WRITE: String(moment) } }
        ))
        survived = killed.code === 0
        if (!survived) kills++
        expect(Object.keys(parse(fs.readFileSync(credentials(box), "utf8"))), `moment ${moment}`).toEqual(["tokens", "user", "server"])
        const before = server.tally.renewals
        const first = await check(box)
        const asked = server.tally.renewals - before
        expect(asked, `moment ${moment}`).toBeLessThanOrEqual(1)
        endings[first.exit_code === 0 ? "renewed" : "again"] += 1
        if (first.exit_code !== 0) {
          expect(first, `moment ${moment}`).toMatchObject({ code: "AUTH-02", exit_code: 4 })
          expect((await check(box)).code).toBe("AUTH-02")
          logIn(box, server)
          expect(await check(box), `moment ${moment}`).toEqual(good)
        }
        // What a killed process left half-written goes with the next change.
        expect(fs.readdirSync(home(box)).filter((name) => name.endsWith(".tmp")).length, `moment ${moment}`).toBeLessThanOrEqual(1)
      }
      expect(kills).toBeGreaterThan(5)
      expect(endings.again).toBeGreaterThan(0)
      expect(endings.renewed).toBeGreaterThan(endings.again / 2)
    }))

  it("G-A4 killed while the server answers: one login, and everything queued is still there", () => {
    let victim: (() => void) | undefined
    return signedIn(async (box, server) => {
      const child = box.start(["sync", "--json"])
      victim = () => child.kill("SIGKILL")
      await collect(child)
      victim = undefined
      const second = await syncJson(box, [])
      expect([second.exit_code, second.diagnostics.map(({ code }) => code)]).toEqual([4, expect.arrayContaining(["AUTH-02"])])
      expect(server.tally).toMatchObject({ renewals: 2, reused: 1, authorised: 0 })
      logIn(box, server)
      const third = await syncJson(box, [])
      expect([third.exit_code, third.data?.delivery]).toEqual([0, "delivered"])
    }, { onRenewal: () => victim?.(), renewalMs: 200 })
  })
})
