import * as fs from "node:fs"
import * as http from "node:http"
import type { AddressInfo } from "node:net"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import * as Schema from "effect/Schema"
import { SyncEnvelope } from "../../src/programs/cli/envelopes.js"
import { confirmed, differences, ledger, receiver, remove, type RunningReceiver, type Sandbox, syncJson } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const runs = 5
const delivered = ["uploaded", "already_exists"]
const decodeSync = Schema.decodeUnknownSync(Schema.parseJson(SyncEnvelope))

const opened: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

/** Stands before a receiver and notes every item that is posted while the same item is still under way. */
const watchman = async (target: RunningReceiver) => {
  const underWay = new Set<string>()
  const twice: Array<string> = []
  const posts = new Map<string, number>()
  const itemOf = (url: string, body: string): string | undefined => {
    if (!url.includes("push-content")) return undefined
    const { artifact_path, content_hash, mission_slug, target_branch } = JSON.parse(body)
    return JSON.stringify([mission_slug, target_branch, artifact_path, content_hash])
  }
  const server = http.createServer((incoming, outgoing) => {
    const chunks: Array<Buffer> = []
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
    incoming.on("end", () => {
      const body = Buffer.concat(chunks)
      const item = itemOf(incoming.url ?? "", body.toString("utf8"))
      if (item !== undefined) {
        if (underWay.has(item)) twice.push(item)
        underWay.add(item)
        posts.set(item, (posts.get(item) ?? 0) + 1)
      }
      const forward = http.request(
        { host: "127.0.0.1", port: target.port, method: incoming.method, path: incoming.url, headers: { ...incoming.headers, host: `127.0.0.1:${target.port}` }, agent: false },
        (answer) => {
          const parts: Array<Buffer> = []
          answer.on("data", (part: Buffer) => parts.push(part))
          answer.on("end", () => {
            // Free before the sender can know the answer: a post that comes after it is no overlap.
            if (item !== undefined) underWay.delete(item)
            outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(Buffer.concat(parts))
          })
        }
      )
      forward.on("error", () => outgoing.destroy())
      forward.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()))
  opened.push(() => new Promise((resolve) => {
    server.closeAllConnections()
    server.close(() => resolve())
  }))
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, twice, posts }
}

const start = async (box: Sandbox, faults: ReadonlyArray<string> = []) => {
  const running = await receiver(box, faults)
  opened.push(running.stop)
  const watch = await watchman(running)
  const consent = await box.run(["sync", "server", watch.url])
  expect(consent.code).toBe(0)
  return watch
}

const boxes = (box: Sandbox): Sandbox => {
  opened.push(() => Promise.resolve(remove(box)))
  return box
}

describe("several syncs at once", () => {
  it("U-33 G-Q7 G-Q8 five of one project: each ends well, each artifact is there once, and none is posted by two at a time", async () => {
    const box = boxes(sandboxWith({ ...missionOf("001-alpha", 20), ...missionOf("002-beta", 20) }))
    const watch = await start(box, ["--fault", "slow:20ms"])
    const answers = await Promise.all(Array.from({ length: runs }, () => box.run(["sync", "--all", "--json"])))
    expect(answers.map(({ code, stdout }) => [code, decodeSync(stdout).diagnostics.map(({ code, why }) => `${code} ${why}`)])).toEqual(answers.map(() => [0, []]))
    for (const { stderr, stdout } of answers) {
      expect(stderr).toBe("")
      expect(stdout).not.toMatch(/SQLITE|BUSY|locked/)
      const { data } = decodeSync(stdout)
      expect(data?.missions.flatMap(({ bodies }) => bodies).every(({ outcome }) => ["uploaded", "already_exists", "queued", "skipped"].includes(outcome))).toBe(true)
    }
    expect(watch.twice).toEqual([])
    expect([...watch.posts.values()].filter((times) => times > runs)).toEqual([])
    const last = await syncJson(box, ["--all"])
    expect(confirmed(last, delivered)).toHaveLength(40)
    const held = await ledger(box)
    expect(differences(box, confirmed(last, delivered), held)).toEqual([])
    expect(held.bodies.filter(({ posted }) => posted > runs + 1)).toEqual([])
    expect(new Set(held.events.map(({ event_id }) => event_id)).size).toBe(held.events.length)
  })

  it("U-33 G-Q7 five that meet a project never synced before make one identity and one queue", async () => {
    const box = boxes(sandboxWith(missionOf("001-alpha", 5)))
    const uuids = await Promise.all(Array.from({ length: runs }, async () => {
      const { code, stdout } = await box.run(["sync", "--json"])
      expect(code).toBe(0)
      return decodeSync(stdout).data?.missions[0]?.namespace.project_uuid
    }))
    expect(new Set(uuids).size).toBe(1)
    expect(uuids[0]).toMatch(/^[0-9a-f-]{36}$/)
  })

  it("U-29 U-33 G-D7 two projects at once send their own artifacts only, out of two files", async () => {
    const one = boxes(sandboxWith(missionOf("001-alpha", 15)))
    const other = boxes(sandboxWith(missionOf("001-alpha", 15), { SPEC_KITTY_HOME: one.env["SPEC_KITTY_HOME"] ?? "" }))
    const running = await receiver(one)
    opened.push(running.stop)
    await one.run(["sync", "server", running.url])
    await other.run(["sync", "server", running.url])
    const [first, second] = await Promise.all([syncJson(one, []), syncJson(other, [])])
    expect([first.data?.delivery, second.data?.delivery]).toEqual(["delivered", "delivered"])
    const uuids = [first, second].map(({ data }) => data?.missions[0]?.namespace.project_uuid)
    expect(new Set(uuids).size).toBe(2)
    const { bodies } = await ledger(one)
    for (const uuid of uuids) {
      const own = bodies.filter(({ namespace }) => namespace.project_uuid === uuid)
      expect(own.map(({ posted }) => posted)).toEqual(Array.from({ length: 15 }, () => 1))
    }
    expect(bodies).toHaveLength(30)
    const files = uuids.map((uuid) => path.join(one.env["SPEC_KITTY_HOME"] ?? "", "projects", uuid ?? "", "queue.db"))
    expect(files.filter((file) => !fs.existsSync(file))).toEqual([])
  })
})
