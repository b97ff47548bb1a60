import * as Reactivity from "@effect/experimental/Reactivity"
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import { typedDefects, unavailable } from "./sqlFailure.js"
import { busyTimeoutMs } from "./transaction.js"

/** Frames of the write-ahead log that stay allocated after a checkpoint. */
const walBytesKept = 16 * 1024 * 1024
/**
 * Pages of 4 KB after which a commit copies the log into the file. Every commit is on disk in the log before that; SQLite's
 * 1000 pages made it write a quarter more (1.8 MB for a settle of 64 of 100,000), and stopped one claim of thirty for it.
 */
const pagesBetweenCheckpoints = walBytesKept / 4096

/** Set at every open: a new WAL database comes up with FULL, a reopened one with whatever the build defaults to. */
const settings = [
  `PRAGMA busy_timeout = ${busyTimeoutMs}`,
  "PRAGMA synchronous = FULL",
  "PRAGMA foreign_keys = ON",
  "PRAGMA trusted_schema = OFF",
  `PRAGMA journal_size_limit = ${walBytesKept}`,
  `PRAGMA wal_autocheckpoint = ${pagesBetweenCheckpoints}`
]

/** A setting that SQLite silently did not take would cost rows later. */
const verified = [
  { pragma: "synchronous", value: 2 },
  { pragma: "journal_mode", value: "wal" },
  { pragma: "foreign_keys", value: 1 },
  { pragma: "trusted_schema", value: 0 }
] as const

const verify = Effect.fnUntraced(function*(sql: SqlClient, path: string) {
  for (const { pragma, value } of verified) {
    const [row] = yield* sql.unsafe<{ readonly [name: string]: unknown }>(`PRAGMA ${pragma}`)
    if (row?.[pragma] === value) continue
    return yield* new QueueUnavailable({ reason: "io", path, detail: `SQLite did not take ${pragma} = ${value}` })
  }
})

export interface ConnectOptions {
  /** Every write is refused by SQLite itself. */
  readonly readonly: boolean
}

/** The one connection of this process, as durable as SQLite can be; closed with the scope. */
export const connect = Effect.fn("connect")(function*(path: string, options: ConnectOptions = { readonly: false }) {
  const { readonly } = options
  const sql = yield* SqliteClient.make({ filename: path, readonly, disableWAL: readonly }).pipe(
    Effect.provide(Reactivity.layer)
  )
  for (const statement of settings) yield* sql.unsafe(statement)
  yield* verify(sql, path)
  return sql
}, (effect, path) => effect.pipe(typedDefects(path), Effect.mapError(unavailable(path))))
