import { spawn } from "node:child_process"
import * as http from "node:http"
import * as https from "node:https"
import * as net from "node:net"
import * as path from "node:path"
import * as tls from "node:tls"
import { afterEach, describe, expect, it } from "vitest"
import { authority, type Identity } from "./certificates.js"
import { binary, collect, receiver, remove, type Sandbox, syncJson } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const opened: Array<() => Promise<void> | void> = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

const token = "canary-of-tls-51ce"
const bodies = 2

const world = (env: Record<string, string> = {}): Sandbox => {
  const box = sandboxWith(missionOf("001-alpha", bodies), { SPEC_KITTY_TOKEN: token, ...env })
  opened.push(() => remove(box))
  return box
}

const listening = async (server: net.Server): Promise<number> => {
  const sockets = new Set<net.Socket>()
  server.on("connection", (socket: net.Socket) => {
    sockets.add(socket)
    socket.on("error", () => undefined)
    socket.on("close", () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  opened.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

/** A TLS server, and what a client says to it once a connection stands. */
const tlsServer = async (identity: Identity, options: tls.TlsOptions = {}) => {
  const heard: Array<string> = []
  const server = tls.createServer({ ...identity, ...options }, (socket) => {
    socket.on("error", () => undefined)
    socket.on("data", (chunk: Buffer) => heard.push(chunk.toString("latin1")))
  })
  server.on("tlsClientError", () => undefined)
  return { port: await listening(server), heard }
}

/** In front of a TCP port: hands on every byte, and keeps those of the client. */
const overheard = async (port: number) => {
  const wire: Array<Buffer> = []
  let connections = 0
  const server = net.createServer((client) => {
    connections += 1
    const upstream = net.connect(port, "127.0.0.1")
    client.on("data", (chunk: Buffer) => wire.push(chunk))
    client.pipe(upstream).pipe(client)
    upstream.on("error", () => client.destroy())
    client.on("error", () => upstream.destroy())
  })
  return { port: await listening(server), bytes: () => Buffer.concat(wire).toString("latin1"), connections: () => connections }
}

/** One sync to a server that we can't be sure of: all of it stays queued, and nothing can be read on the way. */
const expectRefused = async (box: Sandbox, port: number, bytes: () => string, told: "SERVER-06" | "SERVER-08") => {
  await box.run(["sync", "server", `https://localhost:${port}`])
  const { code, stderr, stdout } = await box.run(["sync", "--json"])
  expect([code, stderr]).toEqual([0, ""])
  const { data, diagnostics } = JSON.parse(stdout)
  expect(data.delivery).toBe("queued")
  expect(diagnostics).toContainEqual(expect.objectContaining({ code: told, severity: "warning" }))
  const outcomes: ReadonlyArray<string> = data.missions[0].bodies.map((body: { readonly outcome: string }) => body.outcome)
  expect(outcomes.filter((outcome) => outcome !== "skipped")).toEqual(Array.from({ length: bodies }, () => "queued"))
  const said = bytes()
  expect(said.length).toBeGreaterThan(0)
  expect(diagnostics.some((it: { readonly code: string }) => it.code === "SERVER-10")).toBe(box.env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0")
  for (const secret of [token, "Bearer", "POST ", "content_body"]) expect(said).not.toContain(secret)
}

const soon = "20600101000000Z"
const past = "20200101000000Z"

describe("TLS, with the built binary against servers whose certificates are made here", () => {
  const authorityOf = (box: Sandbox) => authority(path.join(box.directory, "ca"))
  const refusals: ReadonlyArray<readonly [what: string, make: (ca: ReturnType<typeof authority>) => Identity, options: tls.TlsOptions]> = [
    ["is self-signed", (ca) => ca.selfSigned("self", "localhost"), {}],
    ["has expired", (ca) => ca.issue("expired", "localhost", past, "20210101000000Z"), {}],
    ["is not good yet", (ca) => ca.issue("early", "localhost", "20590101000000Z", soon), {}],
    ["is another host's", (ca) => ca.issue("other", "kitty.example", past, soon), {}],
    ["is good, and the server speaks nothing above TLS 1.1", (ca) => ca.issue("old", "localhost", past, soon), {
      minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0"
    }]
  ]
  for (const [what, make, options] of refusals) {
    it(`G-N3 U-32 a certificate that ${what}: queued, nothing in plain text, and NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing but that it is told`, async () => {
      const ca = authorityOf(world())
      const server = await tlsServer(make(ca), options)
      for (const override of [{}, { NODE_TLS_REJECT_UNAUTHORIZED: "0" }]) {
        const box = world({ NODE_EXTRA_CA_CERTS: ca.file, ...override })
        const wire = await overheard(server.port)
        await expectRefused(box, wire.port, wire.bytes, "SERVER-06")
        expect(server.heard).toEqual([])
      }
    })
  }

  it("G-N3 a reset within the handshake, and a server that speaks no TLS at all, are faults to be tried again", async () => {
    const seen: Array<Buffer> = []
    const resets = await listening(net.createServer((socket) => {
      socket.once("data", (chunk: Buffer) => {
        seen.push(chunk)
        socket.resetAndDestroy()
      })
    }))
    const plain = await listening(net.createServer((socket) => {
      socket.once("data", (chunk: Buffer) => {
        seen.push(chunk)
        socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
      })
    }))
    const bytes = () => Buffer.concat(seen).toString("latin1")
    await expectRefused(world(), resets, bytes, "SERVER-08")
    await expectRefused(world(), plain, bytes, "SERVER-06")
  })

  it("U-31 an authority of one's own counts by NODE_EXTRA_CA_CERTS, and by nothing else", async () => {
    const box = world()
    const ca = authorityOf(box)
    const running = await receiver(box)
    opened.push(running.stop)
    const front = https.createServer({ ...ca.issue("good", "localhost", past, soon) }, (incoming, outgoing) => {
      const headers = { ...incoming.headers, host: `127.0.0.1:${running.port}` }
      const forward = http.request({ host: "127.0.0.1", port: running.port, method: incoming.method, path: incoming.url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      })
      forward.on("error", () => outgoing.destroy())
      incoming.pipe(forward)
    })
    const wire = await overheard(await listening(front))
    await expectRefused(box, wire.port, wire.bytes, "SERVER-06")
    const env = { ...box.env, NODE_EXTRA_CA_CERTS: ca.file }
    const run = (args: ReadonlyArray<string>) => collect(spawn(process.execPath, [binary, ...args], { cwd: box.project, env }))
    const synced = await syncJson({ ...box, run }, [])
    expect([synced.exit_code, synced.data?.delivery]).toEqual([0, "delivered"])
    expect(wire.bytes()).not.toContain(token)
  })

  it("U-31 S20 a proxy is asked for a server elsewhere, shown its name alone, and never asked for this machine", async () => {
    const asked: Array<Buffer> = []
    const proxy = await listening(net.createServer((socket) => {
      socket.on("data", (chunk: Buffer) => {
        asked.push(chunk)
        socket.end("HTTP/1.1 502 No\r\ncontent-length: 0\r\n\r\n")
      })
    }))
    const box = world({ HTTPS_PROXY: `http://127.0.0.1:${proxy}` })
    const running = await receiver(box)
    opened.push(running.stop)
    await box.run(["sync", "server", running.url])
    expect((await syncJson(box, [])).data?.delivery).toBe("delivered")
    expect(asked).toEqual([])
    await box.run(["sync", "server", "https://kitty.invalid"])
    expect((await syncJson(box, [])).data?.delivery).toBe("queued")
    const said = Buffer.concat(asked).toString("latin1")
    expect(said).toMatch(/^CONNECT kitty\.invalid:443 HTTP\/1\.1\r\n/)
    expect(said).not.toContain(token)
    expect(said).not.toContain("POST")
  })
})
