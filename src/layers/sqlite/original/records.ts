import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type { QueueKind } from "../../../domain/sync/QueueEntry.js"

/** What our queue has recorded of the original tool's files. */
export interface Records {
  /** Of which state of the file every row of the project is recorded; undefined for a file nobody recorded. */
  readonly stampOf: (name: string) => string | undefined
  readonly has: (name: string, kind: QueueKind, id: bigint, digest: string) => boolean
}

export const noRecords: Records = { stampOf: () => undefined, has: () => false }

interface FileRow {
  readonly id: number
  readonly path: string
  readonly stamp: string
}

interface RecordRow {
  readonly path: string
  readonly kind: string
  readonly row: string
  readonly digest: string
}

const recordsOf = `SELECT f.path, m.kind, CAST(m.row_id AS TEXT) AS row, m.digest FROM migrated m
  JOIN migrated_file f ON f.id = m.file WHERE f.path IN (SELECT value FROM json_each(?))`

/** Names of one row in one state of it. */
const keyOf = (name: string, kind: string, id: bigint | string, digest: string): string => `${name} ${kind} ${id} ${digest}`

/** The stamps of all files, and the rows of those that `isWanted` picks by name and stamp. */
export const readRecords = Effect.fnUntraced(function*(sql: SqlClient, isWanted: (name: string, stamp: string) => boolean) {
  const files = yield* sql<FileRow>`SELECT id, path, stamp FROM migrated_file`
  const wanted = files.filter(({ path, stamp }) => isWanted(path, stamp)).map(({ path }) => path)
  const rows = wanted.length === 0 ? [] : yield* sql.unsafe<RecordRow>(recordsOf, [JSON.stringify(wanted)])
  const stamps = new Map(files.map(({ path, stamp }) => [path, stamp]))
  const known = new Set(rows.map(({ digest, kind, path, row }) => keyOf(path, kind, row, digest)))
  const records: Records = {
    stampOf: (name) => stamps.get(name),
    has: (name, kind, id, digest) => known.has(keyOf(name, kind, id, digest))
  }
  return records
})
