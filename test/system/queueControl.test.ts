import * as fs from "node:fs"
import * as http from "node:http"
import type { AddressInfo } from "node:net"
import * as path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import * as Schema from "effect/Schema"
import {
  QueueChangeEnvelope, QueueItemEnvelope, QueueListEnvelope, SyncStatusEnvelope
} from "../../src/programs/cli/envelopes.js"
import { ledger, receiver, remove, type RunningReceiver, type Sandbox, syncJson } from "./harness.js"
import { missionOf, sandboxWith } from "./projects.js"

const opened: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

const mission = "001-alpha"
const file = (n: number) => `research/note-${n}.md`
const refusal = "note: not today,\u001b[31m not here"

/** Stands before a receiver and refuses bodies of these paths for good; notes what was posted of each. */
const refusing = async (target: RunningReceiver, paths: Set<string>) => {
  const posted = new Map<string, string>()
  const server = http.createServer((incoming, outgoing) => {
    const chunks: Array<Buffer> = []
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
    incoming.on("end", () => {
      const body = Buffer.concat(chunks)
      if ((incoming.url ?? "").includes("push-content")) {
        const text = body.toString("utf8")
        const { artifact_path } = JSON.parse(text)
        posted.set(artifact_path, text)
        if (paths.has(artifact_path)) {
          outgoing.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error: "validation_error", detail: refusal }))
          return
        }
      }
      const forward = http.request(
        { host: "127.0.0.1", port: target.port, method: incoming.method, path: incoming.url, headers: { ...incoming.headers, host: `127.0.0.1:${target.port}` }, agent: false },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
          answer.pipe(outgoing)
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
  return { url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`, posted }
}

/** A `--json` answer by its published schema, with nothing on stderr. */
const answer = async <A, I>(box: Sandbox, schema: Schema.Schema<A, I>, args: ReadonlyArray<string>) => {
  const { stderr, stdout } = await box.run([...args, "--json"])
  expect(stderr).toBe("")
  return Schema.decodeUnknownSync(Schema.parseJson(schema))(stdout)
}

const list = (box: Sandbox, ...args: ReadonlyArray<string>) => answer(box, QueueListEnvelope, ["sync", "queue", "list", ...args])
const change = (box: Sandbox, ...args: ReadonlyArray<string>) => answer(box, QueueChangeEnvelope, ["sync", "queue", ...args])

/** The bodies' counters, after checking that nothing is unaccounted for. */
const bodies = async (box: Sandbox) => {
  const { data } = await answer(box, SyncStatusEnvelope, ["sync", "status"])
  for (const tally of [data?.events ?? {}, data?.bodies ?? {}]) {
    const { captured, ...places } = tally
    expect(Object.values(places).reduce((sum, n) => sum + n, 0)).toBe(captured)
  }
  return data?.bodies ?? {}
}

const start = async () => {
  const box = sandboxWith(missionOf(mission, 4))
  opened.push(() => Promise.resolve(remove(box)))
  const running = await receiver(box)
  opened.push(running.stop)
  const refused = new Set([file(1), file(2)])
  const proxy = await refusing(running, refused)
  expect((await box.run(["sync", "server", proxy.url])).code).toBe(0)
  return { box, refused, posted: proxy.posted }
}

describe("a person's word on queued items, with the built binary", () => {
  it("U-35 G-H3 refused, listed, looked at, retried and delivered; another dropped with a reason; the sum holds after each", async () => {
    const { box, posted, refused } = await start()
    expect((await syncJson(box, [])).exit_code).toBe(6)
    expect(await bodies(box)).toMatchObject({ captured: 4, delivered: 2, quarantined: 2 })

    const stuck = await list(box, "--state", "quarantined", "--kind", "body")
    const [one, two] = stuck.data?.items ?? []
    if (one === undefined || two === undefined) return expect.unreachable()
    expect([one.subject, two.subject].sort()).toEqual([file(1), file(2)])
    expect(stuck.next).toContain(`spec-kitty sync queue retry ${one.id}`)
    const person = await box.run(["sync", "queue", "list"])
    expect(person.stdout).toContain(`quarantined  body  ${mission}/${one.subject}`)
    expect(person.stdout).not.toContain("\u001b")

    const shown = await answer(box, QueueItemEnvelope, ["sync", "queue", "show", `${one.id}`, "--content"])
    expect(shown.data?.content?.json).toBe(posted.get(one.subject))
    expect(shown.data?.item).toMatchObject({ id: one.id, state: "quarantined", retry_count: 1, mission_slug: mission })

    expect((await change(box, "retry", `${one.id}`)).data?.changes).toMatchObject([{ id: one.id, change: "requeued" }])
    expect(await bodies(box)).toMatchObject({ captured: 4, delivered: 2, pending: 1, quarantined: 1 })

    fs.rmSync(path.join(box.project, "kitty-specs", mission, two.subject))
    const dropped = await change(box, "drop", `${two.id}`, "--reason", "cancelled by ana")
    expect(dropped.data).toMatchObject({ action: "drop", reason: "cancelled by ana", changes: [{ id: two.id, change: "dropped" }] })
    expect(await bodies(box)).toMatchObject({ captured: 4, delivered: 2, dropped: 1, pending: 1, quarantined: 0 })

    refused.clear()
    expect((await syncJson(box, [])).data?.delivery).toBe("delivered")
    expect(await bodies(box)).toMatchObject({ dropped: 1, superseded: 0, pending: 0, quarantined: 0 })
    const held = await ledger(box)
    expect(held.bodies.map((body) => body.path).sort()).toEqual([0, 1, 2, 3].map(file).filter((name) => name !== two.subject))
    expect((await list(box, "--state", "dropped")).data?.dropped).toMatchObject([{ id: two.id, reason: "cancelled by ana" }])
  })

  it("U-35 U-01 what can't be done changes nothing, and says so with its exit code", async () => {
    const { box } = await start()
    await syncJson(box, [])
    const before = await bodies(box)
    const [one] = (await list(box)).data?.items ?? []
    const id = `${one?.id}`
    const codes = async (...args: ReadonlyArray<string>) => {
      const { code, stderr, stdout } = await box.run(["sync", "queue", ...args])
      expect(stdout).toBe("")
      return [code, /^error ([A-Z]+-\d+)/.exec(stderr)?.[1]]
    }
    expect(await codes("drop", id)).toEqual([2, "USAGE-01"])
    expect(await codes("drop", id, "9999", "--reason", "x")).toEqual([10, "QUEUE-05"])
    expect(await codes("retry", id, "9999")).toEqual([10, "QUEUE-05"])
    expect(await codes("show", "9999")).toEqual([10, "QUEUE-05"])
    expect(await bodies(box)).toEqual(before)
  })
})
