import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import { suspectFile, walFile } from "./files.js"
import { applicationId, oldestSafeSqlite, schemaOf, schemaVersion } from "./schema.js"
import { attempt, codeOf, unavailable } from "./sqlFailure.js"
import { busyTimeoutMs } from "./transaction.js"

/** What is where the queue's file should be. Looking changes nothing. */
export type FileVerdict =
  | { readonly _tag: "Absent" }
  /** Ours and sound; `outdated` where a migration is due. */
  | { readonly _tag: "Sound"; readonly outdated: boolean }
  /** Not, or no longer, a queue of ours: to be moved aside. */
  | { readonly _tag: "Damaged"; readonly reason: string }

/** A larger file is read whole only where something went wrong with it before: it would delay every command. */
const checkedWholeUpToBytes = 32 * 1024 * 1024

const absent: FileVerdict = { _tag: "Absent" }
const damaged = (reason: string): FileVerdict => ({ _tag: "Damaged", reason })

const parts = (version: string): ReadonlyArray<number> => version.split(".").map(Number)

/** Compares `3.51.3` and the like by their numbers. */
export const isAtLeast = (version: string, oldest: string): boolean => {
  const [have, need] = [parts(version), parts(oldest)]
  const difference = need.map((part, index) => (have[index] ?? 0) - part).find((delta) => delta !== 0)
  return (difference ?? 0) >= 0
}

/** The version of the SQLite that is linked in. */
export const linkedSqliteVersion = (): string => {
  const database = new Database(":memory:")
  const version = database.prepare("SELECT sqlite_version()").pluck().get()
  database.close()
  return String(version)
}

export const refuseOldSqlite = (path: string, version: string): Effect.Effect<void, QueueUnavailable> =>
  isAtLeast(version, oldestSafeSqlite)
    ? Effect.void
    : new QueueUnavailable({
      reason: "sqlite_too_old",
      path,
      detail: `SQLite ${version} can lose committed rows, ${oldestSafeSqlite} is the first that does not`
    })

const pragma = (database: Database.Database, name: string): unknown => database.pragma(name, { simple: true })

const nameOf = (statement: string): string => /^CREATE (?:UNIQUE )?(?:TABLE|INDEX) (\w+)/.exec(statement)?.[1] ?? ""

/**
 * Anything that is not exactly the schema we wrote, a trigger or a view above all, could act on our statements (S27);
 * those of a migration too, so a file that is to be migrated is held to its own version.
 */
const schemaFault = (database: Database.Database, version: number): string | null => {
  const expected = new Map(schemaOf(version).map((statement) => [nameOf(statement), statement]))
  const found = new Map<unknown, unknown>()
  for (const row of database.prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*'").raw().all()) {
    if (Array.isArray(row)) found.set(row[0], row[1])
  }
  for (const [name, statement] of expected) {
    if (found.get(name) !== statement) return `its schema is not ours: ${name}`
  }
  found.delete("effect_sql_migrations")
  return found.size === expected.size ? null : "its schema has more than ours"
}

/** The migrations that were run say which version a file has, the header says it too: damage where it says less. */
const versionFault = (database: Database.Database, version: number): string | null => {
  const tables = database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'effect_sql_migrations'").pluck()
  if (tables.get() === 0) return null
  const latest = database.prepare("SELECT coalesce(max(migration_id), 0) FROM effect_sql_migrations").pluck().get()
  return Number(latest) > version ? "its version is older than its migrations" : null
}

const inspect = (database: Database.Database, path: string, whole: boolean): FileVerdict | QueueUnavailable => {
  database.pragma(`busy_timeout = ${busyTimeoutMs}`)
  if (pragma(database, "application_id") !== applicationId) return damaged("its application id is not ours")
  const version = Number(pragma(database, "user_version"))
  if (version > schemaVersion) {
    const detail = `it has version ${version}, this release knows ${schemaVersion}`
    return new QueueUnavailable({ reason: "newer_schema", path, detail })
  }
  if (pragma(database, "journal_mode") !== "wal") return damaged("its journal mode is not ours")
  if (whole && pragma(database, "quick_check(1)") !== "ok") return damaged("SQLite's own check fails on it")
  const outdated = version < schemaVersion
  const fault = (outdated ? versionFault(database, version) : null) ?? schemaFault(database, version)
  return fault === null ? { _tag: "Sound", outdated } : damaged(fault)
}

/** SQLite could not even read it: that is damage, unless the file system or a lock is to blame. */
const judgeFailure = (path: string, cause: unknown): FileVerdict | QueueUnavailable => {
  const error = unavailable(path)(cause)
  if (error.reason === "not_a_database") return damaged(error.detail)
  return codeOf(cause) === "SQLITE_ERROR" ? damaged("SQLITE_ERROR") : error
}

const look = (path: string, sizeBytes: number): FileVerdict | QueueUnavailable => {
  // A throw here is SQLite's verdict on the file, which decides what happens to it.
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true })
    try {
      return inspect(database, path, sizeBytes <= checkedWholeUpToBytes || fs.existsSync(suspectFile(path)))
    } finally {
      database.close()
    }
  } catch (cause) {
    return judgeFailure(path, cause)
  }
}

/** The file system's part: no link, no folder, one name. Only `lstat`: closing a descriptor of an open database would
 * drop the locks that this process holds on it. */
const lookAtFile = (path: string): FileVerdict | QueueUnavailable => {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) {
    return fs.existsSync(walFile(path)) ? damaged("the file is gone and its -wal is still there") : absent
  }
  const refuse = (detail: string) => new QueueUnavailable({ reason: "not_a_database", path, detail })
  if (stat.isSymbolicLink()) return refuse("it is a symbolic link")
  if (!stat.isFile()) return refuse("it is not a regular file")
  if (stat.nlink > 1) return refuse("it has more than one name")
  // We make the file under another name and rename it when it is whole, so an empty one was emptied.
  return stat.size === 0 ? damaged("it is empty") : look(path, stat.size)
}

/** Looks at the queue's file before anything opens it: the Effect client dies of a file that is no database. */
export const probe = (path: string): Effect.Effect<FileVerdict, QueueUnavailable> =>
  Effect.flatMap(
    attempt(path, () => lookAtFile(path)),
    (verdict) => verdict._tag === "QueueUnavailable" ? verdict : Effect.succeed(verdict)
  )
