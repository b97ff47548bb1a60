import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Reactivity from "@effect/experimental/Reactivity"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { closeSync, existsSync, openSync } from "node:fs"
import { LedgerNotFound, ReceiverUnavailable } from "../../../domain/receiver/receiverErrors.js"
import { isAtLeast, linkedSqliteVersion } from "../queue/probe.js"
import { oldestSafeSqlite } from "../queue/schema.js"
import { busyTimeoutMs, immediate } from "../queue/transaction.js"
import { applicationId, schemaVersion, tables } from "./schema.js"

/** The cause's own words: SqlError's message says only that a statement failed. */
const detailOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : String(cause)

export const unavailable = (path: string) => (cause: SqlError | Error): ReceiverUnavailable =>
  new ReceiverUnavailable({ path, detail: detailOf(cause) })

/** A number out of a pragma; 0 where SQLite answers anything else. */
const pragma = (database: Database.Database, name: string): number => {
  const value = database.pragma(name, { simple: true })
  return typeof value === "number" ? value : 0
}

/** Why this database can't be ours; null where it can. An empty one can. */
const objection = (database: Database.Database): string | null => {
  if (!isAtLeast(linkedSqliteVersion(), oldestSafeSqlite)) return `SQLite before ${oldestSafeSqlite} can lose committed rows`
  const [owner, version] = [pragma(database, "application_id"), pragma(database, "user_version")]
  const empty = database.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0
  if (owner !== applicationId && !(empty && owner === 0 && version === 0)) return "it is not a receiver's database"
  return version > schemaVersion ? "it was written by a newer spec-kitty" : null
}

/**
 * Looks at the file before the Effect client does: that one dies on a file that is no database.
 * It is made here too, so that nobody else can read it: SQLite gives its side files the same mode. A file that exists is
 * not opened by hand: closing it again would drop the locks that this process may hold on it.
 */
const probe = (path: string): Effect.Effect<void, ReceiverUnavailable> =>
  Effect.try({
    try: () => {
      if (!existsSync(path)) closeSync(openSync(path, "wx", 0o600))
      const database = new Database(path)
      const problem = objection(database)
      if (problem === null) database.pragma("journal_mode = WAL")
      database.close()
      return problem
    },
    catch: (cause) => new ReceiverUnavailable({ path, detail: detailOf(cause) })
  }).pipe(
    Effect.flatMap((problem) => problem === null ? Effect.void : new ReceiverUnavailable({ path, detail: problem }))
  )

const prepare = (sql: SqlClient) =>
  Effect.gen(function*() {
    yield* sql.unsafe("PRAGMA synchronous = FULL")
    yield* sql.unsafe(`PRAGMA busy_timeout = ${busyTimeoutMs}`)
    yield* sql.unsafe("PRAGMA trusted_schema = OFF")
    yield* immediate(sql)(Effect.gen(function*() {
      yield* Effect.forEach(tables, (table) => sql.unsafe(table), { discard: true })
      yield* sql.unsafe(`PRAGMA application_id = ${applicationId}`)
      yield* sql.unsafe(`PRAGMA user_version = ${schemaVersion}`)
    }))
  })

/** Opens the receiver's database, made where there is none. WAL, every commit on disk before it is answered. */
export const openDatabase = (path: string): Effect.Effect<SqlClient, ReceiverUnavailable, Scope.Scope> =>
  Effect.gen(function*() {
    yield* probe(path)
    const sql = yield* SqliteClient.make({ filename: path })
    yield* Effect.mapError(prepare(sql), unavailable(path))
    return sql
  }).pipe(Effect.provide(Reactivity.layer))

/** Opens an existing receiver's database to read it; a receiver may be writing it meanwhile. */
export const openForReading = (
  path: string
): Effect.Effect<SqlClient, ReceiverUnavailable | LedgerNotFound, Scope.Scope> =>
  Effect.gen(function*() {
    if (!existsSync(path)) return yield* new LedgerNotFound({ path })
    const problem = yield* Effect.try({
      try: () => {
        const database = new Database(path, { readonly: true })
        const found = objection(database) ?? (pragma(database, "user_version") === 0 ? "it is empty" : null)
        database.close()
        return found
      },
      catch: (cause) => new ReceiverUnavailable({ path, detail: detailOf(cause) })
    })
    if (problem !== null) return yield* new ReceiverUnavailable({ path, detail: problem })
    return yield* SqliteClient.make({ filename: path, readonly: true, disableWAL: true })
  }).pipe(Effect.provide(Reactivity.layer))
