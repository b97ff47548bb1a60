import { spawn, spawnSync } from "node:child_process"
import { createServer } from "node:http"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { gunzipSync } from "node:zlib"
import { expect, it } from "vitest"
import { Dice } from "../handoff/support/Dice.js"
import { mutate } from "../handoff/support/mutate.js"
import { handoff, schemaNames, validatorAt, validatorOf } from "../handoff/support/schemas.js"
import { hashed, validBodies, validEvents } from "../handoff/support/valid.js"
import { collect, receiver, remove, sandbox, type Sandbox, syncJson } from "./harness.js"

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const sample = at("../../examples/sample-project")
const consumer = at("../handoff/consumer.py")

/** The Python that has jsonschema: Debian's package is for Debian's own. */
const python = ["python3", "/usr/bin/python3"].find((each) => spawnSync(each, ["-c", "import jsonschema"]).status === 0)

const run = async (box: Sandbox, command: string, args: ReadonlyArray<string>, env: Record<string, string> = {}, input = "") => {
  const child = spawn(command, args, { cwd: box.directory, env: { ...process.env, PYTHONUTF8: "1", ...env } })
  child.stdin.end(input)
  return collect(child)
}

const withReceiver = async (use: (box: Sandbox, url: string) => Promise<void>): Promise<void> => {
  const box = sandbox(sample)
  try {
    const running = await receiver(box)
    await use(box, running.url)
    await running.stop()
  } finally {
    remove(box)
  }
}

const statuses = (stdout: string): unknown =>
  JSON.parse(stdout).results.map(({ status }: { readonly status: string }) => status)

it("H-14 H-03 a script that knows the document, curl and gzip alone sends a batch", async () => {
  await withReceiver(async (box, url) => {
    const sent = await run(box, "bash", [at("../handoff/send-batch.sh"), url, "a-token"])
    expect(sent.code, sent.stderr).toBe(0)
    expect(statuses(sent.stdout)).toEqual(["success", "success"])
    expect(statuses((await run(box, "bash", [at("../handoff/send-batch.sh"), url, "a-token"])).stdout)).toEqual(["duplicate", "duplicate"])
  })
})

it("H-14 the commands in the document do what it says they do", async () => {
  const [commands = ""] = /(?<=```sh\n)[\s\S]*?(?=```)/.exec(readFileSync(`${handoff}/batch-ingest.md`, "utf8")) ?? []
  expect(commands).toContain("curl")
  await withReceiver(async (box, url) => {
    const send = () => run(box, "bash", ["-euo", "pipefail", "-c", commands], { SERVER: url, TOKEN: "a-token" })
    const sent = await send()
    expect(sent.code, sent.stderr).toBe(0)
    expect(statuses(sent.stdout)).toEqual(["success"])
    expect(statuses((await send()).stdout)).toEqual(["duplicate"])
  })
})

it("H-17 Python's jsonschema takes each good fixture and refuses each bad one", async () => {
  expect(python, "a Python with jsonschema (Debian: python3-jsonschema)").toBeDefined()
  const box = sandbox(sample)
  const { code, stderr, stdout } = await run(box, python ?? "", [consumer, handoff])
  remove(box)
  const lines = stdout.trim().split("\n")
  expect(lines.filter((line) => line.startsWith("WRONG")), stderr).toEqual([])
  expect(code, stderr).toBe(0)
  expect(lines.filter((line) => line.includes(": refused at")).length).toBeGreaterThan(25)
  expect(lines.filter((line) => line.endsWith(": accepted")).length).toBeGreaterThan(150)
})

interface Asked {
  readonly schema: string
  readonly value: unknown
}

const asked = (seed: number): ReadonlyArray<Asked> => {
  const dice = new Dice(seed)
  const events = validEvents(seed)
  const bodies = validBodies(seed)
  const times = () => dice.below(3)
  return Array.from({ length: 1_500 }, (_, n): Asked =>
    n % 3 === 0
      ? { schema: "schemas/requests/BodyRequest.schema.json", value: hashed(mutate(dice.pick(bodies), times(), dice)) }
      : { schema: "schemas/requests/BatchRequest.schema.json", value: { events: [mutate(dice.pick(events), times(), dice)] } }
  )
}

/** Python has no year 0, and to its `$` a name that ends in a line feed is the name. */
const readsOtherwise = ({ value }: Asked): boolean =>
  /"0000-|"(?:feature_(?:slug|number|type)|mission_key|event_type|aggregate_(?:id|type))\\n"/i.test(JSON.stringify(value))

it("H-17 G-C2 the schemas say the same to Python as to JavaScript", async () => {
  const questions = asked(20_261_121).filter((each) => !readsOtherwise(each))
  const box = sandbox(sample)
  const input = questions.map((each) => `${JSON.stringify(each)}\n`).join("")
  const { code, stderr, stdout } = await run(box, python ?? "", [consumer, handoff, "--judge"], {}, input)
  remove(box)
  expect(code, stderr).toBe(0)
  const answers = stdout.trim().split("\n").map((line): unknown => JSON.parse(line))
  expect(answers).toHaveLength(questions.length)
  const ours = questions.map(({ schema, value }) => validatorAt(schema)(JSON.parse(JSON.stringify(value))))
  expect(ours.filter((taken) => taken).length).toBeGreaterThan(300)
  expect(questions.filter((_, n) => answers[n] !== ours[n]).map((each) => JSON.stringify(each))).toEqual([])
})

/** A server that answers everything with success and keeps what it was sent. */
const keeping = async () => {
  const batches: Array<unknown> = []
  const bodies: Array<{ readonly [field: string]: unknown }> = []
  const server = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const bytes = Buffer.concat(chunks)
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8")
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
      if (request.method === "GET") return answer(200, { status: "ok" })
      const sent = JSON.parse(text)
      if ("events" in sent) {
        batches.push(sent)
        return answer(200, { results: sent.events.map(({ event_id }: { event_id: string }) => ({ event_id, status: "success" })) })
      }
      bodies.push(sent)
      const { artifact_path, content_hash } = sent
      return answer(201, { status: "stored", artifact_path, content_hash })
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" ? address?.port : 0
  return { batches, bodies, url: `http://127.0.0.1:${port ?? 0}`, stop: () => new Promise((done) => server.close(done)) }
}

it("D-38 D-22 every event and body of a whole sync of the sample project is parsed by the schemas that are handed over", async () => {
  const server = await keeping()
  const box = sandbox(sample)
  try {
    await box.run(["sync", "server", server.url])
    const synced = await syncJson(box, ["--all"])
    expect(synced.exit_code, JSON.stringify(synced.diagnostics)).toBe(0)
    expect(synced.data?.delivery).toBe("delivered")
  } finally {
    remove(box)
    await server.stop()
  }
  const events = server.batches.flatMap((batch) => Object(batch).events)
  expect(events.length).toBeGreaterThan(10)
  expect(server.bodies.length).toBeGreaterThan(5)
  const takesBatch = validatorOf("requests", "BatchRequest")
  const takesBody = validatorOf("requests", "BodyRequest")
  for (const batch of server.batches) expect(takesBatch(batch), JSON.stringify(takesBatch.errors)).toBe(true)
  for (const body of server.bodies) expect(takesBody(body), JSON.stringify(takesBody.errors)).toBe(true)
  for (const event of events) {
    expect(schemaNames("events")).toContain(event.event_type)
    const takes = validatorOf("events", event.event_type)
    expect(takes(event), JSON.stringify(takes.errors)).toBe(true)
  }
})
