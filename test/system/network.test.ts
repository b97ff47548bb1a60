import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { binary, collect, confirmed, receiver, remove, type Sandbox, syncJson } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

let box: Sandbox | undefined
afterEach(() => {
  if (box !== undefined) remove(box)
})

/** Runs the command under strace; what it did with sockets, its children included. */
const sockets = async (box: Sandbox, args: ReadonlyArray<string>) => {
  const trace = path.join(box.directory, "strace.txt")
  const child = spawn("strace", ["-f", "-qq", "-e", "trace=%network", "-o", trace, process.execPath, binary, ...args], {
    cwd: box.project,
    env: box.env
  })
  const { code, stderr, stdout } = await collect(child)
  const calls = fs.readFileSync(trace, "utf8").split("\n").filter((line) => line !== "")
  return { code, stdout, stderr, calls }
}

/** Calls that make or use a socket which can leave the machine: anything but the pipes of child processes. */
const reaching = (calls: ReadonlyArray<string>) =>
  calls.filter((call) => /\b(socket|connect|sendto|sendmsg|sendmmsg|bind|listen)\(/.test(call) && !/AF_UNIX|AF_LOCAL/.test(call))

const peers = (calls: ReadonlyArray<string>): ReadonlySet<string> =>
  new Set(calls.flatMap((call) => {
    const [, port, address] = / connect\(.*sin6?_port=htons\((\d+)\).*?"([^"]+)"/.exec(call) ?? []
    return port === undefined || address === undefined ? [] : [`${address}:${port}`]
  }))

const offline = [
  ["--version"],
  ["help"],
  ["help", "environment"],
  ["dossier", "scan", "--all", "--json"],
  ["dossier", "scan", "--all", "--no-emit"],
  ["sync", "status", "--json"],
  ["status", "--json"],
  ["doctor", "--offline"],
  ["sync", "server"],
  ["sync", "--offline", "--json"],
  ["sync", "--unknown-flag"]
]

describe("the network", () => {
  it.each(offline.map((args) => [args.join(" "), args] as const))("D-34 `%s` opens no socket that leads off the machine", async (_, args) => {
    box = sandboxWith(missionOf("001-alpha", 3))
    // A server is set: what does not open a socket then does not for want of an address.
    await box.run(["sync", "server", "http://127.0.0.1:40009"])
    const { calls, code } = await sockets(box, args)
    expect([0, 2, 3]).toContain(code)
    expect(reaching(calls)).toEqual([])
  })

  it("D-34 U-28 without a server `sync` opens none either", async () => {
    box = sandboxWith(missionOf("001-alpha", 3))
    const { calls, code } = await sockets(box, ["sync", "--json"])
    expect(code).toBe(0)
    expect(reaching(calls)).toEqual([])
  })

  it("U-28 S20 `sync` connects to the receiver's address and to nothing else, and asks no name server", async () => {
    box = sandboxWith(missionOf("001-alpha", 3))
    const running = await receiver(box)
    try {
      await box.run(["sync", "server", running.url])
      const { calls, code } = await sockets(box, ["sync", "--json"])
      expect(code).toBe(0)
      expect(peers(calls)).toEqual(new Set([`127.0.0.1:${running.port}`]))
      expect(reaching(calls).filter((call) => /\b(sendto|sendmsg|sendmmsg)\(.*sin_addr/.test(call))).toEqual([])
      expect(reaching(calls).filter((call) => /\bsocket\((?!AF_INET, SOCK_STREAM)/.test(call))).toEqual([])
      expect(confirmed(await syncJson(box, []), ["already_exists"])).toHaveLength(3)
    } finally {
      await running.stop()
    }
  })

  it("U-28 a proxy of the environment is not asked for what goes to loopback", async () => {
    const proxy = "http://127.0.0.1:1"
    box = sandboxWith(missionOf("001-alpha", 2), { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, http_proxy: proxy, https_proxy: proxy, ALL_PROXY: proxy })
    const running = await receiver(box)
    try {
      await box.run(["sync", "server", running.url])
      const { calls, code } = await sockets(box, ["sync", "--json"])
      expect(code).toBe(0)
      expect(peers(calls)).toEqual(new Set([`127.0.0.1:${running.port}`]))
    } finally {
      await running.stop()
    }
  })
})
