import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as net from "node:net"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { binary, collect, remove, type Sandbox } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const opened: Array<() => void> = []
afterEach(() => {
  for (const close of opened.splice(0).reverse()) close()
})

const world = (env: Record<string, string> = {}): Sandbox => {
  const box = sandboxWith(missionOf("001-alpha", 1), env)
  opened.push(() => remove(box))
  return box
}

/** Listens on every address of this machine, and counts who comes. */
const collector = async () => {
  let connections = 0
  const server = net.createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve))
  opened.push(() => server.close())
  const address = server.address()
  return { port: typeof address === "object" && address !== null ? address.port : 0, connections: () => connections }
}

/** Addresses that other parsers take for this machine, or that carry more than an address. */
const disguises = (port: number): ReadonlyArray<string> => [
  `http://0.0.0.0:${port}`, `http://127.1:${port}`, `http://2130706433:${port}`, `http://0x7f000001:${port}`,
  `http://0177.0.0.1:${port}`, `http://[::ffff:127.0.0.1]:${port}`, `http://localhost.:${port}`, `http://me:pw@127.0.0.1:${port}`,
  `http://127.0.0.1:${port}?x`, `http://127.0.0.1:${port}/a/../b`, `ws://127.0.0.1:${port}`
]

describe("addresses that are refused, with the built binary", () => {
  it("G-N2 S20 neither chosen nor put in by the environment does any of them lead to a connection", async () => {
    const { connections, port } = await collector()
    const box = world()
    await box.run(["sync", "server", "https://kitty.invalid"])
    for (const url of disguises(port)) {
      expect([url, (await box.run(["sync", "server", url])).code]).toEqual([url, 2])
      const env = { ...box.env, SPEC_KITTY_SAAS_URL: url }
      const { code } = await collect(spawn(process.execPath, [binary, "sync", "--json"], { cwd: box.project, env }))
      expect([url, code]).toEqual([url, 2])
    }
    expect((await box.run(["sync", "server", "--json"])).stdout).toContain("https://kitty.invalid")
    expect(connections()).toBe(0)
  })

  it("S20 S21 a stored sign-in goes nowhere but to its own origin: another port, another name of this machine, another scheme", async () => {
    const { connections, port } = await collector()
    const own = `http://127.0.0.1:${port}`
    const others = [`http://127.0.0.1:${port === 1024 ? 1025 : port - 1}`, `http://localhost:${port}`, `https://127.0.0.1:${port}`]
    for (const origin of [...others, own]) {
      const box = world({ SPEC_KITTY_TOKEN: "" })
      const home = path.join(box.directory, "home")
      fs.mkdirSync(home, { recursive: true, mode: 0o700 })
      fs.writeFileSync(path.join(home, "credentials"), `[tokens]\naccess = "a.b.c"\nrefresh = "d.e.f"
access_expires_at = "2099-01-01T00:00:00+00:00"\nrefresh_expires_at = "2099-01-01T00:00:00+00:00"\n
[user]\nusername = "ana"\nteam_slug = "acme"\n\n[server]\nurl = "${origin}"\n`, { mode: 0o600 })
      await box.run(["sync", "server", own])
      const { code } = await box.run(["sync", "--json"])
      expect([origin, code, connections() > 0]).toEqual(origin === own ? [own, 0, true] : [origin, 4, false])
    }
  })
})
