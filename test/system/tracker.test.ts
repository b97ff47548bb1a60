import { afterEach, describe, expect, it } from "vitest"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Schema from "effect/Schema"
import { TrackerBindEnvelope, TrackerResourcesEnvelope, TrackerStatusEnvelope } from "../../src/programs/cli/envelopes.js"
import { receiver, remove, type Sandbox } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

let box: Sandbox | undefined
afterEach(() => {
  if (box !== undefined) remove(box)
})

const decodeBind = Schema.decodeUnknownSync(Schema.parseJson(TrackerBindEnvelope))
const decodeStatus = Schema.decodeUnknownSync(Schema.parseJson(TrackerStatusEnvelope))
const decodeResources = Schema.decodeUnknownSync(Schema.parseJson(TrackerResourcesEnvelope))

/** A sign-in with a team, as it is stored; the receiver takes any token. */
const signIn = ({ env }: Sandbox, url: string) => {
  const home = env["SPEC_KITTY_HOME"] ?? ""
  fs.mkdirSync(home, { recursive: true })
  const text = `[tokens]\naccess = "a-token-of-a-test"\naccess_expires_at = "2099-01-01T00:00:00Z"\n[user]\nteam_slug = "acme"\n[server]\nurl = "${url}"\n`
  fs.writeFileSync(path.join(home, "credentials"), text, { mode: 0o600 })
}

describe("tracker, the built binary", () => {
  it("I-12 U-11 resources, a choice that is needed, a dry run, binding once, status; then the server forgets", async () => {
    const own = box = sandboxWith(missionOf("001-alpha", 1))
    const config = path.join(own.project, ".kittify", "config.yaml")
    const run = (...args: ReadonlyArray<string>) => own.run(["tracker", ...args, "--json"])
    const running = await receiver(own, ["--fault", "stale-candidate:1"])
    await own.run(["sync", "server", running.url])
    expect((await run("resources", "--provider", "linear")).code).toBe(4)
    signIn(own, running.url)

    const { data: listed } = decodeResources((await run("resources", "--provider", "linear")).stdout)
    expect(listed?.resources.map(({ display_label }) => display_label)).toContain("ACME / Billing")

    const before = fs.readFileSync(config, "utf8")
    const open = await run("bind", "--provider", "linear")
    const choice = decodeBind(open.stdout)
    expect([open.code, open.stderr, choice.exit_code, choice.data?.outcome]).toEqual([2, "", 2, "choose"])
    const number = choice.data?.candidates.find(({ display_label }) => display_label === "ACME / Billing")?.number ?? 0
    const chosen = ["bind", "--provider", "linear", "--candidate", String(number)] as const
    expect(decodeBind((await run(...chosen, "--dry-run")).stdout).data?.outcome).toBe("would_bind")
    expect(fs.readFileSync(config, "utf8")).toBe(before)

    const bound = decodeBind((await run(...chosen)).stdout)
    expect([bound.exit_code, bound.data?.outcome, bound.data?.after?.display_label]).toEqual([0, "bound", "ACME / Billing"])
    const after = fs.readFileSync(config, "utf8")
    expect(after.startsWith(before.trimEnd())).toBe(true)
    expect(decodeBind((await run("bind")).stdout).data?.outcome).toBe("already_bound")
    expect(decodeStatus((await run("status")).stdout)).toMatchObject({ exit_code: 0, data: { bound: true, connected: true } })
    expect(fs.readFileSync(config, "utf8")).toBe(after)

    await running.stop()
    expect(decodeStatus((await run("status")).stdout)).toMatchObject({ exit_code: 3, data: { bound: true, validation: null } })
    const fresh = await receiver(own, ["--port", running.port])
    const forgotten = decodeStatus((await run("status")).stdout)
    expect([forgotten.exit_code, forgotten.data?.validation?.reason]).toEqual([3, "binding_not_found"])
    await fresh.stop()
    expect((await run("bind", "--provider", "beads")).code).toBe(2)
  })
})
