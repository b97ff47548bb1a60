import * as fs from "node:fs"
import * as path from "node:path"
import { parse } from "yaml"
import { createHash } from "node:crypto"
import { type PendingBody, pendingBody, type PendingEvent, pendingEvent, type PendingProject } from "../fixtures/legacy/pendingRows.js"
import { writePendingQueue } from "../fixtures/legacy/writePendingQueue.js"
import { type Sandbox, sandbox } from "./harness.js"

/** A project from before the cutover in a sandbox, with two queues of the original tool in the sandbox's home. */
export interface LegacyWorld {
  readonly box: Sandbox
  readonly pending: PendingProject
  /** The queue's files, each in the names of another time. */
  readonly queues: ReadonlyArray<string>
  readonly events: ReadonlyArray<PendingEvent>
  readonly bodies: ReadonlyArray<PendingBody>
}

const text = (...values: ReadonlyArray<unknown>): string => {
  const found = values.find((value) => typeof value === "string")
  return typeof found === "string" ? found : ""
}

/** What pending rows need to know of the project, in whichever names its files have it. */
const pendingProjectOf = (project: string): PendingProject => {
  const config = parse(fs.readFileSync(path.join(project, ".kittify", "config.yaml"), "utf8"))
  const specs = path.join(project, "kitty-specs")
  const missions = fs.readdirSync(specs).sort().filter((slug) => fs.existsSync(path.join(specs, slug, "meta.json"))).map((slug) => {
    const meta = JSON.parse(fs.readFileSync(path.join(specs, slug, "meta.json"), "utf8"))
    return {
      slug,
      number: Number(meta.mission_number ?? meta.feature_number),
      type: text(meta.mission_type, meta.mission),
      targetBranch: text(meta.target_branch, "main")
    }
  })
  return { uuid: config.project.uuid, nodeId: "1f9c03ab77de", bodyBytes: 300, missions }
}

/** The person's own copy: what was read-only where it came from need not be here. */
const makeWritable = (folder: string): void => {
  fs.chmodSync(folder, fs.statSync(folder).mode | 0o700)
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(path.join(folder, entry.name))
  }
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)

/** Copies `source` and makes it `rows` pending rows: an Indexed event for each body, and as many events of all other types. */
export const legacyWorld = (source: string, rows: number): LegacyWorld => {
  const box = sandbox(source)
  makeWritable(box.project)
  const pending = pendingProjectOf(box.project)
  const [bodies, home] = [Math.floor(rows / 3), path.join(box.directory, "home")]
  const events = rows - bodies
  const [queue, scoped] = [path.join(home, "queue.db"), path.join(home, "queues", "queue-313fdd640a42b067.db")]
  const half = { events: Math.floor(events / 2), bodies: Math.floor(bodies / 2) }
  writePendingQueue(queue, "feature", pending, {
    events: { first: 0, end: half.events }, bodies: { first: 0, end: half.bodies }
  })
  writePendingQueue(scoped, "mission", pending, {
    events: { first: half.events, end: events }, bodies: { first: half.bodies, end: bodies }
  })
  return {
    box,
    pending,
    queues: [queue, scoped],
    events: numbers(events).map((n) => pendingEvent(pending, n)),
    bodies: numbers(bodies).map((n) => pendingBody(pending, n))
  }
}

/** One digest per legacy queue: equal as long as nobody wrote to it. */
export const queueDigests = ({ queues }: LegacyWorld): ReadonlyArray<string> =>
  queues.map((file) => createHash("sha256").update(fs.readFileSync(file)).digest("hex"))
