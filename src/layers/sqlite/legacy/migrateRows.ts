import type { SqlClient } from "@effect/sql/SqlClient"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { MigrationScope } from "../../../domain/upgrade/MigrationScope.js"
import { ContentHasher } from "../../../services/ContentHasher.js"
import type { MigratedRows } from "../../../services/LegacyQueues.js"
import { stampOf } from "../original/files.js"
import type { OriginalQueue } from "../original/OriginalQueue.js"
import { readRecords } from "../original/records.js"
import { valueOfClockFile } from "../queue/createFile.js"
import { markHeldAfter } from "../queue/held.js"
import { QueueDatabase } from "../queue/QueueDatabase.js"
import { sizeNow } from "../queue/tallies.js"
import { makeJudge } from "./judgeRows.js"
import { lookUp } from "./known.js"
import { openAll } from "./legacyQueueFiles.js"
import { letNewerFollow } from "./letNewerFollow.js"
import { judgeAll, refuseOverfull } from "./planRows.js"
import { Tallies } from "./tally.js"
import { countRecords, verifyRows } from "./verifyRows.js"
import { fileIds, makeWriter } from "./writeRows.js"

const highestId = (sql: SqlClient) =>
  Effect.map(
    sql<{ readonly id: number | null }>`SELECT max(seq) AS id FROM sqlite_sequence WHERE name = 'delivery'`,
    ([row]) => row?.id ?? 0
  )

/** Above the original's clock, and above every event that was copied. */
const raiseClock = Effect.fnUntraced(function*(sql: SqlClient, firstId: number) {
  const clock = yield* valueOfClockFile
  yield* sql`UPDATE lamport SET value = max(value, ${clock},
    (SELECT coalesce(max(lamport), 0) FROM delivery WHERE id > ${firstId}))`
})

/** Of files that nobody wrote to meanwhile every row is recorded: they need not be read again. */
const setStamps = (sql: SqlClient, queues: ReadonlyArray<OriginalQueue>) =>
  Effect.forEach(queues.filter(({ file, stamp }) => stampOf(file) === stamp), ({ name, stamp }) =>
    sql`UPDATE migrated_file SET stamp = ${stamp} WHERE path = ${name}`, { discard: true })

/** Every step of the migration, inside one write transaction. */
const steps = Effect.fnUntraced(function*(scope: MigrationScope, queues: ReadonlyArray<OriginalQueue>) {
  const { sql } = yield* QueueDatabase
  const { hash } = yield* ContentHasher
  const [firstId, before, recordsBefore] = [yield* highestId(sql), yield* sizeNow, yield* countRecords(sql)]
  const names = new Set(queues.map(({ name }) => name))
  const records = yield* readRecords(sql, (name) => names.has(name))
  const judge = yield* makeJudge(scope, records, (entries) => lookUp(sql, entries, firstId))
  const { write, written } = makeWriter(sql, yield* fileIds(sql, queues), hash, yield* Clock.currentTimeMillis)
  const tallies = new Tallies()
  yield* judgeAll(queues, judge, (rows) => {
    for (const row of rows) tallies.add(row)
    return write(rows)
  })
  yield* refuseOverfull(before, tallies)
  yield* verifyRows({ queues, tallies, written, firstId, recordsBefore })
  yield* raiseClock(sql, firstId)
  yield* letNewerFollow(firstId)
  yield* markHeldAfter(sql, firstId)
  yield* setStamps(sql, queues)
  const { body, event } = tallies.added
  const migrated: MigratedRows = { events: { ...event }, bodies: { ...body } }
  return migrated
})

/** Brings the rows of the project into its open queue: all of them, or none. */
export const migrateRows = Effect.fn("LegacyQueues.migrate")(function*(scope: MigrationScope) {
  const database = yield* QueueDatabase
  const { queues } = yield* openAll(scope.project)
  return yield* database.write(steps(scope, queues))
}, Effect.scoped)
