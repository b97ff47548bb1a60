import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { BuildId, NodeId, ProjectUuid } from "../src/domain/identity/ids.js"
import type { MigrationScope } from "../src/domain/upgrade/MigrationScope.js"
import { LegacyQueues } from "../src/services/LegacyQueues.js"
import { plainIds, plainLegacyProject } from "../test/fixtures/legacy/legacyProject.js"
import type { PendingProject } from "../test/fixtures/legacy/pendingRows.js"
import { writeLegacyProject } from "../test/fixtures/legacy/writeLegacyProject.js"
import { writePendingQueue } from "../test/fixtures/legacy/writePendingQueue.js"
import type { Bench } from "./harness/Bench.js"
import { onLegacyQueues } from "./harness/legacyQueues.js"
import { interleaved, peakMegabytes, type Program, type Timed, timed, wholeProcess } from "./harness/measure.js"
import { specKitty } from "./harness/programs.js"

const missions = 400
/** An Indexed event for every body, and as many events of the other types: 100,000 rows in all. */
const bodies = 33_333
const events = 66_667

const legacy = plainLegacyProject(missions)
const pending: PendingProject = {
  uuid: plainIds.uuid,
  nodeId: plainIds.nodeId,
  bodyBytes: 2048,
  missions: legacy.missions.map((mission) => ({ ...mission, targetBranch: "main" }))
}
const scope: MigrationScope = {
  project: ProjectUuid.make(plainIds.uuid),
  buildId: BuildId.make(plainIds.buildId),
  nodeId: NodeId.make(plainIds.nodeId),
  missions: new Map(legacy.missions.map((mission) => [mission.slug, { ...mission, directRepoEvents: new Set<string>() }]))
}

const tables = ["queue", "body_upload_queue"]

/** The same rows into tables of the same columns, keys and indices, in a file that is as safe as ours. */
const copyRaw = (source: string, target: string): void => {
  const database = new Database(target)
  for (const setting of ["journal_mode = WAL", "synchronous = FULL"]) database.pragma(setting)
  database.prepare("ATTACH ? AS legacy").run(source)
  const statements = database.prepare("SELECT sql FROM legacy.sqlite_schema WHERE sql IS NOT NULL AND name <> 'sqlite_sequence'").pluck().all()
  database.exec("BEGIN IMMEDIATE")
  for (const statement of statements) database.exec(String(statement))
  for (const table of tables) database.exec(`INSERT INTO main.${table} SELECT * FROM legacy.${table}`)
  database.exec("COMMIT")
  database.close()
}

/** Every row came over, or its time means nothing. */
const migrated = Effect.gen(function*() {
  const start = performance.now()
  const rows = yield* (yield* LegacyQueues).migrate(scope)
  const took = performance.now() - start
  const copied = rows.events.copied + rows.bodies.copied
  const count = copied + rows.events.quarantined + rows.bodies.quarantined
  if (count !== bodies + events || copied < 0.7 * count) throw new Error(`${count} rows came over, ${copied} through the gate`)
  return took
})

const median = (values: ReadonlyArray<number>): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const perSecond = (ms: number): string => Math.round((bodies + events) / ms * 1000).toLocaleString("en")

/** A fresh copy of the project and of the queue below `directory`, and the command that upgrades it. */
const fresh = (directory: string, queue: string): Program => {
  const [project, home] = [path.join(directory, "project"), path.join(directory, "home")]
  for (const folder of [project, home]) fs.rmSync(folder, { recursive: true, force: true })
  writeLegacyProject(project, legacy)
  fs.mkdirSync(home)
  fs.copyFileSync(queue, path.join(home, "queue.db"))
  return { ...specKitty(["upgrade", "--json"], directory, project), stdout: path.join(directory, "upgrade.json") }
}

/** Plan, files, migration and what is read back, once for its time and once for its memory. */
const wholeUpgrade = async (directory: string, queue: string) => ({
  ms: await wholeProcess(fresh(directory, queue))(),
  megabytes: await peakMegabytes(fresh(directory, queue))
})

export const bench: Bench = {
  name: "upgrade",
  work: "migrate 100,000 rows of a legacy queue: translated, gated, copied, counted and hashed again",
  reference: "raw `INSERT … SELECT` of the same rows into the same tables of a new file, WAL and FULL, one transaction",
  reach: { max: 5 },
  rounds: 3,
  run: async ({ directory, rounds }) => {
    const queue = path.join(directory, "legacy.db")
    writePendingQueue(queue, "feature", pending, { events: { first: 0, end: events }, bodies: { first: 0, end: bodies } })
    const ours: Timed = async () => {
      const home = path.join(directory, "ours")
      fs.mkdirSync(home)
      fs.copyFileSync(queue, path.join(home, "queue.db"))
      const took = await onLegacyQueues(home, migrated)
      fs.rmSync(home, { recursive: true, force: true })
      return took
    }
    const raw: Timed = async () => {
      const target = path.join(directory, "raw.db")
      const took = await timed(() => Promise.resolve(copyRaw(queue, target)))
      for (const end of ["", "-wal", "-shm"]) fs.rmSync(`${target}${end}`, { force: true })
      return took
    }
    const times = await interleaved({ rounds }, ours, raw)
    const whole = await wholeUpgrade(directory, queue)
    return {
      ...times,
      also: [
        `${perSecond(median(times.oursMs))} rows per second, raw ${perSecond(median(times.referenceMs))}`,
        `\`spec-kitty upgrade\` of ${missions} missions with this queue, whole process: ${Math.round(whole.ms)} ms, ` +
        `peak memory ${whole.megabytes} MB`
      ]
    }
  }
}
