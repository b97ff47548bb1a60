import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type { ContentHasher } from "../../../services/ContentHasher.js"
import type { QueueKind } from "../../../domain/sync/QueueEntry.js"
import { eventTypeNow } from "../../../domain/legacy/events/eventNames.js"
import type { OriginalQueue } from "../original/OriginalQueue.js"
import { cellBytes, cellOf, cellText, type OriginalRow } from "../original/rows.js"
import { insertRows, type NewRow } from "../queue/insert.js"
import { insertQuarantined, type RawRow } from "../queue/quarantined.js"
import type { JudgedRow, Outcome } from "./judgeRows.js"
import { slugColumns, textOf } from "./translateRow.js"

type Hash = typeof ContentHasher.Service["hash"]

const mainColumn = { event: "data", body: "content_body" } as const satisfies Record<QueueKind, string>

/** What a person knows it by: an event's type by its name of today, a body's path. */
const subjectOf = (kind: QueueKind, row: OriginalRow): string => {
  const name = kind === "event" ? eventTypeNow(textOf(row, ["event_type"])) : textOf(row, ["artifact_path"])
  return typeof name === "string" && name.trim() !== "" ? name : `row ${row.id} of the original tool's queue`
}

const rawOf = ({ kind, outcome, queuedAtMs, read: { row } }: JudgedRow): ReadonlyArray<RawRow> => {
  if (outcome._tag !== "Quarantine") return []
  const main = cellOf(row, mainColumn[kind])
  const others = [...row.cells].filter(([column]) => column !== mainColumn[kind])
  return [{
    kind,
    missionSlug: textOf(row, slugColumns),
    subject: subjectOf(kind, row),
    queuedAtMs,
    ...outcome.refusal,
    raw: {
      type: main.type,
      bytes: cellBytes(main),
      cells: JSON.stringify(others.map(([column, cell]) => [column, cell.type, cellText(cell)]))
    }
  }]
}

const newRowOf = ({ outcome, queuedAtMs }: JudgedRow): ReadonlyArray<NewRow> =>
  outcome._tag === "Copy" ? [{ entry: outcome.translated.entry, notBeforeMs: null, queuedAtMs }] : []

const insertRecords = `INSERT INTO migrated (file, kind, row_id, digest, outcome, delivery_id, dropped, migrated_at)
  SELECT value ->> 0, value ->> 1, CAST(value ->> 2 AS INTEGER), value ->> 3, value ->> 4, value ->> 5, value ->> 6, ?
  FROM json_each(?)`

const outcomeWord = { Copy: "copied", Quarantine: "quarantined", Already: "already" } as const
type Recorded = keyof typeof outcomeWord

const isRecorded = (tag: Outcome["_tag"]): tag is Recorded => tag in outcomeWord

/** Ids in our file of the legacy files, whose stamps are set when all is done. */
export const fileIds = Effect.fnUntraced(function*(sql: SqlClient, queues: ReadonlyArray<OriginalQueue>) {
  for (const { name } of queues) {
    yield* sql`INSERT INTO migrated_file (path, stamp) VALUES (${name}, '') ON CONFLICT (path) DO UPDATE SET stamp = ''`
  }
  const rows = yield* sql<{ id: number; path: string }>`SELECT id, path FROM migrated_file`
  return new Map(rows.map(({ id, path }) => [path, id]))
})

/** What was written: the hash that each new row's text has to read back with, by the row's id. */
export type Written = Map<number, string>

/** Writes judged rows into the queue, and a record of each, inside the caller's transaction. */
export const makeWriter = (sql: SqlClient, files: ReadonlyMap<string, number>, hash: Hash, nowMs: number) => {
  const written: Written = new Map()
  const placed = new Map<string, number>()

  const insert = Effect.fnUntraced(function*(rows: ReadonlyArray<JudgedRow>) {
    const ids = new Map<JudgedRow, number>()
    const copies = rows.filter(({ outcome }) => outcome._tag === "Copy")
    // Ids grow in the order in which rows are given.
    const copied = (yield* insertRows(sql, copies.flatMap(newRowOf))).sort((one, other) => one - other)
    copies.forEach((row, at) => {
      const id = copied[at] ?? 0
      ids.set(row, id)
      if (row.outcome._tag !== "Copy") return
      const { entry } = row.outcome.translated
      placed.set(row.outcome.same, id)
      written.set(id, entry.contentHash ?? hash(entry.text))
    })
    const refused = rows.filter(({ outcome }) => outcome._tag === "Quarantine")
    const raws = refused.flatMap(rawOf)
    const quarantined = yield* insertQuarantined(sql, raws)
    refused.forEach((row, at) => {
      const [id, raw] = [quarantined[at] ?? 0, raws[at]]
      ids.set(row, id)
      if (raw !== undefined) written.set(id, hash(raw.raw.bytes))
    })
    return ids
  })

  const recordOf = (ids: ReadonlyMap<JudgedRow, number>) => (judged: JudgedRow) => {
    const { kind, outcome, queue, read } = judged
    if (!isRecorded(outcome._tag)) return []
    const id = outcome._tag === "Already" ? outcome.id ?? placed.get(outcome.same) ?? null : ids.get(judged) ?? null
    const dropped = outcome._tag === "Copy" ? outcome.translated.dropped : null
    return [[files.get(queue.name), kind, String(read.row.id), read.digest, outcomeWord[outcome._tag], id, dropped]]
  }

  const write = Effect.fnUntraced(function*(rows: ReadonlyArray<JudgedRow>) {
    const ids = yield* insert(rows)
    const records = rows.flatMap(recordOf(ids))
    if (records.length > 0) yield* sql.unsafe(insertRecords, [nowMs, JSON.stringify(records)])
  })
  return { write, written }
}
