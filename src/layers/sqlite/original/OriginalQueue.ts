import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import type { QueueKind } from "../../../domain/sync/QueueEntry.js"
import { needsCopy, privateCopy } from "./copy.js"
import { type OriginalFile, stampOf } from "./files.js"
import { OriginalUnreadable, unreadable } from "./OriginalUnreadable.js"

/** One of the two tables, with the columns it has: they differ by release. */
export interface OriginalTable {
  readonly kind: QueueKind
  readonly name: string
  readonly columns: ReadonlyArray<string>
}

/** An open queue of the original tool, in one read transaction: what is read of it is of one moment. */
export interface OriginalQueue extends OriginalFile {
  /** Of the file when it was opened. */
  readonly stamp: string
  readonly database: Database.Database
  readonly tables: ReadonlyArray<OriginalTable>
  /** Other tables, which no release had that we know. */
  readonly unknownTables: ReadonlyArray<string>
}

/** How long a lock of the original tool is waited for: better-sqlite3 stops this process meanwhile. */
const patienceMs = 1000

const kinds: ReadonlyMap<string, QueueKind> = new Map([["queue", "event"], ["body_upload_queue", "body"]])
/** Columns that every release had. */
const needed: Readonly<Record<QueueKind, ReadonlyArray<string>>> = {
  event: ["data"],
  body: ["project_uuid", "artifact_path", "content_hash", "content_body"]
}

const textsIn = (database: Database.Database, query: string, ...parameters: ReadonlyArray<unknown>): ReadonlyArray<string> =>
  database.prepare(query).pluck().all(...parameters).map(String)

const tablesIn = `SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  ORDER BY name`
const refused = `SELECT name FROM sqlite_schema WHERE name IN ('queue', 'body_upload_queue') AND
  (type <> 'table' OR sql LIKE 'CREATE VIRTUAL%' OR sql LIKE '%WITHOUT ROWID%')`

const describe = (at: OriginalFile, stamp: string, database: Database.Database): OriginalQueue => {
  const fail = (detail: string): never => {
    throw new OriginalUnreadable({ file: at.file, detail })
  }
  const [encoding] = textsIn(database, "SELECT encoding FROM pragma_encoding")
  if (encoding !== "UTF-8") fail(`its texts are in ${encoding ?? "no encoding"}`)
  const names = textsIn(database, tablesIn)
  const [odd] = textsIn(database, refused)
  if (odd !== undefined) fail(`its ${odd} is no table as the original tool makes one`)
  const tables = names.flatMap((name): ReadonlyArray<OriginalTable> => {
    const kind = kinds.get(name)
    if (kind === undefined) return []
    const columns = textsIn(database, "SELECT name FROM pragma_table_info(?) ORDER BY name", name)
    const [missing] = needed[kind].filter((column) => !columns.includes(column))
    if (missing !== undefined) fail(`its table ${name} has no column ${missing}`)
    return [{ kind, name, columns }]
  })
  const unknownTables = names.filter((name) => !kinds.has(name))
  if (tables.length === 0 && unknownTables.length > 0) {
    fail(`it has none of the tables we know, but ${unknownTables.join(", ")}`)
  }
  return { ...at, stamp, database, tables, unknownTables }
}

export interface OpenOptions {
  /** Folder for a private copy, where reading in place would change a file. */
  readonly copyWithin: string
  /** Reads every page first: what passes is not found damaged half way. */
  readonly whole: boolean
}

const connect = (file: string, copy: string | null): Database.Database => {
  // Rolling back what was under way when its writer died takes a write, which only a copy gets.
  const database = new Database(copy ?? file, { readonly: copy === null, fileMustExist: true, timeout: patienceMs })
  database.pragma("trusted_schema = OFF")
  database.pragma("cell_size_check = ON")
  return database
}

/** Opens one file to be read, and changes nothing: neither it nor what lies beside it. */
export const openOriginal = (at: OriginalFile, { copyWithin, whole }: OpenOptions) =>
  Effect.gen(function*() {
    const { file } = at
    const reading = <A>(read: () => A) => Effect.try({ try: read, catch: unreadable(file) })
    const stat = yield* reading(() => fs.lstatSync(file))
    if (!stat.isFile()) return yield* new OriginalUnreadable({ file, detail: "it is no regular file" })
    const stamp = stampOf(file)
    const copy = (yield* reading(() => needsCopy(file))) ? yield* privateCopy(file, copyWithin) : null
    const database = yield* Effect.acquireRelease(
      reading(() => connect(file, copy)),
      (opened) => Effect.sync(() => opened.close())
    )
    return yield* reading(() => {
      database.exec("BEGIN")
      const queue = describe(at, stamp, database)
      if (whole && database.pragma("quick_check(1)", { simple: true }) !== "ok") {
        throw new OriginalUnreadable({ file, detail: "SQLite's own check finds damage in it" })
      }
      return queue
    })
  })
