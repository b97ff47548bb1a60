import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { expectConserved } from "../../../../src/laws/fixtures/conserved.js"
import { temporaryFolder, worldAt } from "../../../../src/laws/fixtures/queueWorld.js"
import * as Queue from "../../../../src/layers/sqlite/DeliveryQueue.js"
import * as LegacyQueuesSqlite from "../../../../src/layers/sqlite/legacy/LegacyQueues.js"
import { queueFile } from "../../../../src/layers/sqlite/queue/files.js"
import * as UnmigratedRowsSqlite from "../../../../src/layers/sqlite/UnmigratedRows.js"
import { LegacyQueues } from "../../../../src/services/LegacyQueues.js"
import type { SettingsValues } from "../../../../src/services/Settings.js"
import { UnmigratedRows } from "../../../../src/services/UnmigratedRows.js"
import { type FatedRow, queuedAt } from "../../../fixtures/legacy/legacyQueues.js"
import { legacyScope } from "../../../fixtures/legacy/legacyScope.js"

/** A folder for the user's state, a day after the last legacy row was queued. */
export const legacyHome = Effect.zipRight(TestClock.setTime((queuedAt + 86_400) * 1000), temporaryFolder)

type Changes = Partial<SettingsValues>

/** The services of an upgrade, as a new process would have them. */
export const upgrading = (home: string, changes: Changes = {}) =>
  Layer.mergeAll(LegacyQueuesSqlite.layer, UnmigratedRowsSqlite.layer).pipe(Layer.provideMerge(worldAt(home, changes)))

export const plan = (home: string, changes: Changes = {}) =>
  Effect.provide(Effect.flatMap(LegacyQueues, (queues) => queues.plan(legacyScope)), upgrading(home, changes))
export const migrate = (home: string, changes: Changes = {}) =>
  Effect.provide(Effect.flatMap(LegacyQueues, (queues) => queues.migrate(legacyScope)), upgrading(home, changes))
export const takeBack = (home: string) =>
  Effect.provide(Effect.flatMap(LegacyQueues, (queues) => queues.takeBack(legacyScope.project)), upgrading(home))
export const unmigrated = (home: string) =>
  Effect.provide(Effect.flatMap(UnmigratedRows, (rows) => rows.of(legacyScope.project)), upgrading(home))

/** The project's own queue, opened. */
export const ownQueue = (home: string) => Layer.provideMerge(Queue.layer(legacyScope.project), worldAt(home))
export const conserved = (home: string) => Effect.provide(expectConserved, ownQueue(home))

export const ownFile = (home: string): string => queueFile(home, legacyScope.project)

/** Looks into our file behind the queue's back. */
export const ask = (home: string, query: string): ReadonlyArray<unknown> => {
  const database = new Database(ownFile(home), { readonly: true })
  try {
    return database.prepare(query).all()
  } finally {
    database.close()
  }
}

/** All that our queue holds but ids and moments of its own. */
export const contentsOf = (home: string) =>
  ask(home, `SELECT d.kind, d.state, d.held, d.key, d.namespace_key, d.subject, d.event_id, d.lamport, d.content_hash, d.queued_at,
    d.reason_code, d.reason, e.json, c.body, r.raw, r.cells FROM delivery d LEFT JOIN event_text e ON e.delivery_id = d.id
    LEFT JOIN content c ON c.hash = d.content_hash LEFT JOIN migrated_raw r ON r.delivery_id = d.id ORDER BY d.id`)

/** Every file below a folder but those of our queue: its bytes, when it was changed, and what it is. */
export const filesBelow = (home: string): ReadonlyArray<string> =>
  fs.readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("/projects"))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const { ino, mtimeNs } = fs.statSync(file, { bigint: true })
      return `${file} ${ino} ${mtimeNs} ${createHash("sha256").update(fs.readFileSync(file)).digest("hex")}`
    }).sort()

/** The tally that rows with these fates have to have. */
export const tallyOf = (rows: ReadonlyArray<FatedRow>) => {
  const count = (fate: FatedRow["fate"]) => rows.filter((row) => row.fate === fate).length
  return { total: rows.length, to_copy: count("copy"), to_quarantine: count("quarantine"), already: 0, of_others: count("others") }
}
