import { spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import * as Schema from "effect/Schema"
import { SyncEnvelope, SyncStatusEnvelope } from "../../src/programs/cli/envelopes.js"
import { binary, collect, confirmed, differences, ledger, receiver, remove, type Sandbox } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const delivered = ["uploaded", "already_exists"]
const decodeSync = Schema.decodeUnknownSync(Schema.parseJson(SyncEnvelope))
const decodeStatus = Schema.decodeUnknownSync(Schema.parseJson(SyncStatusEnvelope))

const opened: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

/** A namespace of mounts of our own in which the sandbox's home is a small disk. It is gone with its first process. */
const smallDisk = async (box: Sandbox, kibibytes: number) => {
  const home = box.env["SPEC_KITTY_HOME"] ?? ""
  fs.mkdirSync(home, { recursive: true })
  const mount = `mount -t tmpfs -o size=${kibibytes}k,mode=0700 tmpfs "$SPEC_KITTY_HOME" && echo ready && exec cat`
  const holder = spawn("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", mount], { env: box.env })
  opened.push(async () => {
    const closed = once(holder, "close")
    holder.stdin.end()
    await closed
  })
  let stderr = ""
  holder.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
  await Promise.race([
    once(holder.stdout, "data"),
    once(holder, "close").then(() => Promise.reject(new Error(`no small disk: ${stderr}`)))
  ])
  const enter = ["--target", String(holder.pid), "--user", "--mount", "--preserve-credentials"]
  const inside = (...command: ReadonlyArray<string>) =>
    collect(spawn("nsenter", [...enter, `--wd=${box.project}`, ...command], { env: box.env, cwd: box.project }))
  const run = (...args: ReadonlyArray<string>) => inside(process.execPath, binary, ...args)
  return { home, inside, run }
}

const status = async (run: (...args: ReadonlyArray<string>) => Promise<{ readonly stdout: string }>) => {
  const { data } = decodeStatus((await run("sync", "status", "--json")).stdout)
  return data?.bodies ?? {}
}

describe("a disk that is full", () => {
  it("G-Q4 U-02 what does not fit is refused in words, what was queued before stays and is delivered once there is room", async () => {
    const box = sandboxWith(missionOf("001-alpha", 4, 2000))
    opened.push(() => Promise.resolve(remove(box)))
    const running = await receiver(box)
    opened.push(running.stop)
    const disk = await smallDisk(box, 512)
    expect((await disk.run("sync", "server", running.url)).code).toBe(0)
    expect((await disk.run("sync", "--all", "--offline", "--json")).code).toBe(0)
    expect(await status(disk.run)).toMatchObject({ pending: 4 })

    for (const [name, content] of Object.entries(missionOf("002-beta", 12, 100_000))) {
      const file = path.join(box.project, name)
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.writeFileSync(file, content)
    }
    const full = await disk.run("sync", "--all", "--offline", "--json")
    expect(full.code).toBe(1)
    expect(full.stderr).toBe("")
    const refused = decodeSync(full.stdout)
    expect(refused.exit_code).toBe(1)
    const errors = refused.diagnostics.filter(({ severity }) => severity === "error")
    expect(errors.map(({ code, why }) => `${code} ${why}`).join("\n")).toMatch(/^QUEUE-0[12] .*disk_full/)
    expect(errors[0]?.fix).toContain("free some disk space")
    expect(full.stdout).not.toContain("BUG-01")

    const left = await status(disk.run)
    expect(left["pending"]).toBeGreaterThanOrEqual(4)
    expect(left).toMatchObject({ quarantined: 0, leased: 0 })

    expect((await disk.inside("mount", "-o", "remount,size=16m", disk.home)).code).toBe(0)
    const after = decodeSync((await disk.run("sync", "--all", "--json")).stdout)
    expect({ exit: after.exit_code, delivery: after.data?.delivery }).toEqual({ exit: 0, delivery: "delivered" })
    expect(confirmed(after, delivered)).toHaveLength(16)
    expect(differences(box, confirmed(after, delivered), await ledger(box))).toEqual([])
    expect((await disk.inside("find", disk.home, "-name", "*corrupt*")).stdout).toBe("")
  })

  it("G-Q4 a disk without a byte to spare: looking works or says so, delivering what is queued goes on once a filler is gone", async () => {
    const box = sandboxWith(missionOf("001-alpha", 4, 2000))
    opened.push(() => Promise.resolve(remove(box)))
    const running = await receiver(box)
    opened.push(running.stop)
    const disk = await smallDisk(box, 1024)
    expect((await disk.run("sync", "server", running.url)).code).toBe(0)
    expect((await disk.run("sync", "--offline", "--json")).code).toBe(0)
    await disk.inside("sh", "-c", "cat /dev/zero > \"$SPEC_KITTY_HOME/filler\"")

    for (const args of [["sync", "--json"], ["sync", "status", "--json"], ["dossier", "scan", "--json"]]) {
      const { code, stderr, stdout } = await disk.run(...args)
      expect(stderr, args.join(" ")).toBe("")
      const answer: { readonly exit_code: number; readonly diagnostics: ReadonlyArray<{ readonly code: string }> } = JSON.parse(stdout)
      expect(answer.exit_code, args.join(" ")).toBe(code)
      expect(answer.diagnostics.map((it) => it.code), args.join(" ")).not.toContain("BUG-01")
      if (code !== 0 && code !== 3) expect(answer.diagnostics.map((it) => it.code).join(), args.join(" ")).toMatch(/QUEUE-02|QUEUE-01|STATE-/)
    }

    await disk.inside("rm", path.join(disk.home, "filler"))
    expect(await status(disk.run)).toMatchObject({ quarantined: 0 })
    const after = decodeSync((await disk.run("sync", "--json")).stdout)
    expect({ exit: after.exit_code, delivery: after.data?.delivery }).toEqual({ exit: 0, delivery: "delivered" })
    expect(differences(box, confirmed(after, delivered), await ledger(box))).toEqual([])
  })
})
