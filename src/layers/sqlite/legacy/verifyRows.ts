import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import type { RowTally } from "../../../domain/upgrade/UpgradePlan.js"
import { ContentHasher } from "../../../services/ContentHasher.js"
import { QueueDatabase } from "../queue/QueueDatabase.js"
import type { OriginalQueue } from "../original/OriginalQueue.js"
import { countRows } from "../original/rows.js"
import { tableOf } from "./legacyQueueFiles.js"
import type { Tallies } from "./tally.js"
import type { Written } from "./writeRows.js"

const rowsPerPage = 64

const writtenAfter = `SELECT d.id, CAST(coalesce(e.json, c.body, r.raw) AS BLOB) AS text FROM delivery d
  LEFT JOIN event_text e ON e.delivery_id = d.id LEFT JOIN content c ON c.hash = d.content_hash
  LEFT JOIN migrated_raw r ON r.delivery_id = d.id WHERE d.id > ? ORDER BY d.id LIMIT ${rowsPerPage}`

const differs = (path: string, what: string) =>
  new QueueUnavailable({ reason: "io", path, detail: `${what}. Nothing was brought over` })

interface ReadBack {
  readonly id: number
  readonly text: Uint8Array | null
}

/** Reads every row that was added, and hashes it again. */
const readBack = Effect.fnUntraced(function*(sql: SqlClient, path: string, firstId: number, written: Written) {
  const { hash } = yield* ContentHasher
  let [after, found] = [firstId, 0]
  for (;;) {
    const rows = yield* sql.unsafe<ReadBack>(writtenAfter, [after])
    const last = rows.at(-1)
    if (last === undefined) break
    const wrong = rows.find(({ id, text }) => text === null || hash(text) !== written.get(id))
    if (wrong !== undefined) return yield* differs(path, `row ${wrong.id} does not read back as it was written`)
    found += rows.length
    after = last.id
  }
  if (found !== written.size) return yield* differs(path, `${written.size} rows were written, ${found} are there`)
})

/** Every row of a table has one place: in = copied + quarantined + already + of others. */
const conserved = ({ already, of_others, to_copy, to_quarantine, total }: RowTally, rows: number): boolean =>
  total === rows && to_copy + to_quarantine + already + of_others === rows

/**
 * What was written against what was to be, before it is committed: every text by its hash, the records by their number,
 * and each legacy table by a new count of its rows.
 */
export const verifyRows = Effect.fn("verifyRows")(function*(options: {
  readonly queues: ReadonlyArray<OriginalQueue>
  readonly tallies: Tallies
  readonly written: Written
  readonly firstId: number
  readonly recordsBefore: number
}) {
  const { path, sql } = yield* QueueDatabase
  const { firstId, queues, recordsBefore, tallies, written } = options
  yield* readBack(sql, path, firstId, written)
  for (const queue of queues) {
    const plan = tallies.planOf(queue)
    for (const [kind, counts] of [["event", plan.events], ["body", plan.bodies]] as const) {
      const table = tableOf(queue, kind)
      const rows = table === undefined ? 0 : countRows(queue, table)
      if (conserved(counts, rows)) continue
      return yield* differs(queue.file, `it has ${rows} rows of ${kind}s, ${counts.total} were seen`)
    }
  }
  const records = yield* countRecords(sql)
  if (records - recordsBefore !== tallies.recorded) return yield* differs(path, "there is not a record of every row")
})

export const countRecords = (sql: SqlClient) =>
  Effect.map(sql<{ readonly n: number }>`SELECT count(*) AS n FROM migrated`, ([row]) => row?.n ?? 0)
