import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { parse } from "yaml"
import type { RowTally } from "../../../src/domain/upgrade/UpgradePlan.js"
import { plainIds, plainLegacyProject } from "../../fixtures/legacy/legacyProject.js"
import { type Naming, pendingBody, pendingEvent, type PendingProject } from "../../fixtures/legacy/pendingRows.js"
import { treeDifferences, treeOf } from "../../fixtures/legacy/writeLegacyProject.js"
import { writePendingQueue } from "../../fixtures/legacy/writePendingQueue.js"
import { type Place, planAt, rollbackAt, upgradeAt, withLegacyProject } from "./joined.js"

const project = plainLegacyProject(3)
const pending: PendingProject = {
  uuid: plainIds.uuid, nodeId: plainIds.nodeId, bodyBytes: 200,
  missions: project.missions.map((mission) => ({ ...mission, targetBranch: "main" }))
}
const others: PendingProject = { ...pending, uuid: "9b2f7c14-0f3e-4a58-8c1d-6e5a4b3c2d1f", missions: pending.missions.slice(0, 2) }

const rows = { events: { first: 0, end: 400 }, bodies: { first: 0, end: 200 } }
const total = 600

const legacyFile = ({ home }: Place, naming: Naming): string =>
  path.join(home, ...naming === "feature" ? ["queue.db"] : ["queues", "queue-313fdd640a42b067.db"])

const digestOf = (file: string): string => createHash("sha256").update(fs.readFileSync(file)).digest("hex")

/** Rows of the project's own queue, as they stand in its file. */
const inQueue = <A>({ home }: Place, read: (queue: Database.Database) => A): A => {
  const queue = new Database(path.join(home, "projects", pending.uuid, "queue.db"), { readonly: true })
  try {
    return read(queue)
  } finally {
    queue.close()
  }
}
const countOf = (place: Place, where: string): number =>
  Number(inQueue(place, (queue) => queue.prepare(`SELECT count(*) FROM delivery WHERE ${where}`).pluck().get()))

const sum = (tallies: ReadonlyArray<RowTally>, field: keyof RowTally): number => tallies.reduce((all, tally) => all + tally[field], 0)

const tallies = Effect.fnUntraced(function*(place: Place) {
  const { plan } = (yield* planAt(place)).data
  return (plan?.queues ?? []).flatMap(({ bodies, events }) => [bodies, events])
})

describe("upgrade of pending rows", () => {
  for (const naming of ["feature", "mission"] as const) {
    it.effect(`I-23 G-M1 G-M3 what went in came out, copied or quarantined, and nothing twice: names of ${naming}`, () =>
      withLegacyProject(project, (place) =>
        Effect.gen(function*() {
          const file = legacyFile(place, naming)
          writePendingQueue(file, naming, pending, rows)
          const legacy = digestOf(file)
          const planned = yield* tallies(place)
          expect(planned.map((it) => it.total - it.to_copy - it.to_quarantine - it.already - it.of_others)).toEqual([0, 0])
          expect(sum(planned, "to_copy") + sum(planned, "to_quarantine")).toBe(total)

          const { upgraded } = (yield* upgradeAt(place)).data
          const copied = (upgraded?.events.copied ?? 0) + (upgraded?.bodies.copied ?? 0)
          const quarantined = (upgraded?.events.quarantined ?? 0) + (upgraded?.bodies.quarantined ?? 0)
          expect([copied, quarantined]).toEqual([sum(planned, "to_copy"), sum(planned, "to_quarantine")])
          expect(countOf(place, "1")).toBe(total)
          expect(countOf(place, "state = 'quarantined'")).toBe(quarantined)
          expect(countOf(place, "state = 'quarantined' AND (reason IS NULL OR reason_code IS NULL)")).toBe(0)

          const again = yield* tallies(place)
          expect(sum(again, "already")).toBe(total)
          yield* upgradeAt(place)
          expect(countOf(place, "1")).toBe(total)
          expect(digestOf(file)).toBe(legacy)
        })), 120_000)
  }

  it.effect("I-23 all that is well-formed passes the gate: ids stay, contents stay byte for byte, names are new", () =>
    withLegacyProject(project, (place) =>
      Effect.gen(function*() {
        writePendingQueue(legacyFile(place, "feature"), "feature", pending, rows)
        yield* upgradeAt(place)
        const events = Array.from({ length: rows.events.end }, (_, n) => pendingEvent(pending, n)).filter(({ fate }) => fate === "delivered")
        const bodies = Array.from({ length: rows.bodies.end }, (_, n) => pendingBody(pending, n)).filter(({ fate }) => fate === "delivered")
        const found = inQueue(place, (queue) => ({
          events: new Set(queue.prepare("SELECT event_id FROM delivery WHERE kind = 'event' AND state = 'pending'").pluck().all()),
          bodies: new Map(queue.prepare(`SELECT subject, body FROM delivery JOIN content ON hash = content_hash
            WHERE kind = 'body' AND state = 'pending'`).raw().all().map((row) => Array.isArray(row) ? [row[0], row[1]] as const : [null, null])),
          texts: queue.prepare("SELECT json FROM event_text JOIN delivery ON id = delivery_id WHERE state = 'pending'").pluck().all()
        }))
        expect(events.filter(({ eventId }) => !found.events.has(eventId))).toEqual([])
        expect(bodies.filter(({ content, path: artifact }) => found.bodies.get(artifact) !== content)).toEqual([])
        expect(found.texts.filter((text) => /"(feature_slug|feature_number|feature_type|mission_key)" *:/.test(String(text)))).toEqual([])
      })), 120_000)

  it.effect("I-18 U-29 rows of other projects stay where they are and are counted", () =>
    withLegacyProject(project, (place) =>
      Effect.gen(function*() {
        writePendingQueue(legacyFile(place, "feature"), "feature", pending, rows)
        writePendingQueue(legacyFile(place, "mission"), "mission", others, { events: { first: 0, end: 40 }, bodies: { first: 0, end: 20 } })
        const planned = yield* tallies(place)
        // An event that was cut short names no project that can be told.
        expect(sum(planned, "of_others")).toBe(60)
        yield* upgradeAt(place)
        expect(countOf(place, "1")).toBe(total)
      })), 120_000)

  it.effect("I-25 a rollback takes the rows out again, and the next upgrade brings them over again", () =>
    withLegacyProject(project, (place) =>
      Effect.gen(function*() {
        const before = treeOf(place.root)
        writePendingQueue(legacyFile(place, "feature"), "feature", pending, rows)
        yield* upgradeAt(place)
        const { rolled_back } = (yield* rollbackAt(place)).data
        expect(rolled_back?.rows).toBe(total)
        expect(treeDifferences(before, treeOf(place.root))).toEqual([])
        expect(countOf(place, "1")).toBe(0)
        expect(sum(yield* tallies(place), "already")).toBe(0)
        yield* upgradeAt(place)
        expect(countOf(place, "1")).toBe(total)
      })), 120_000)

  it.effect("I-08 B-16 two worktrees of one repository upgrade apart: a build id each, and the rows once", () =>
    withLegacyProject({ ...project, git: "tracked" }, (place) =>
      Effect.gen(function*() {
        writePendingQueue(legacyFile(place, "feature"), "feature", pending, rows)
        const second: Place = { ...place, root: `${place.root}-second` }
        execFileSync("git", ["worktree", "add", "--quiet", "--detach", second.root], { cwd: place.root, stdio: "pipe" })
        const untouched = treeOf(second.root)
        yield* upgradeAt(place)
        expect(treeDifferences(untouched, treeOf(second.root))).toEqual([])
        const { upgraded } = (yield* upgradeAt(second)).data
        expect([upgraded?.events, upgraded?.bodies]).toEqual([{ copied: 0, quarantined: 0 }, { copied: 0, quarantined: 0 }])
        expect(countOf(place, "1")).toBe(total)
        const buildIdOf = ({ root }: Place): unknown => parse(fs.readFileSync(path.join(root, ".kittify", "local.yaml"), "utf8")).build.id
        expect(buildIdOf(place)).not.toBe(buildIdOf(second))
        const [first, other] = [place, second].map(({ root }) => treeOf(path.join(root, "kitty-specs")))
        expect(first).toEqual(other)
      })), 120_000)
})
