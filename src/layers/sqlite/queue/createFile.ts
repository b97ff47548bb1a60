import { SqlClient } from "@effect/sql/SqlClient"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as fs from "node:fs"
import * as path from "node:path"
import { Identifiers } from "../../../services/Identifiers.js"
import { Settings } from "../../../services/Settings.js"
import { migrate } from "../migrations/queue.js"
import { connect } from "./connect.js"
import { insertDropped } from "./dropped.js"
import { sideFiles } from "./files.js"
import { insertRows } from "./insert.js"
import { nothingSaved, type Salvage } from "./salvage.js"
import { restoreMigration } from "./salvageMigration.js"
import { applicationId } from "./schema.js"
import { attempt, typedDefects, unavailable } from "./sqlFailure.js"
import { addToTally } from "./store.js"
import { immediate } from "./transaction.js"

const ClockFile = Schema.parseJson(Schema.Struct({ value: Schema.NonNegativeInt }))

/** The Lamport clock of the tool before us, shared by all projects; 0 where there is none to read. */
export const valueOfClockFile = Effect.map(Settings, ({ home }) =>
  Effect.try(() => fs.readFileSync(path.join(home, "clock.json"), "utf8")).pipe(
    Effect.flatMap(Schema.decode(ClockFile)),
    Effect.match({ onFailure: () => 0, onSuccess: ({ value }) => value })
  )).pipe(Effect.flatten)

/** An empty database of ours. These three settings must precede its first table. */
const makeEmpty = (file: string) =>
  attempt(file, () => {
    fs.closeSync(fs.openSync(file, "wx", 0o600))
    const database = new Database(file)
    database.pragma("auto_vacuum = INCREMENTAL")
    database.pragma(`application_id = ${applicationId}`)
    database.pragma("journal_mode = WAL")
    database.close()
  })

/** Records of dropped items, counted; and where the ids of this file start. */
const carryOver = Effect.fnUntraced(function*({ dropped, highestId }: Salvage) {
  const sql = yield* SqlClient
  yield* sql`INSERT INTO sqlite_sequence (name, seq) VALUES ('delivery', ${highestId})`
  yield* insertDropped(sql, dropped)
  for (const kind of ["event", "body"] as const) {
    const count = dropped.filter((record) => record.kind === kind).length
    if (count > 0) yield* addToTally(sql, kind, { captured: count, dropped: count })
  }
})

/** Tables, the clock's start, and what was saved of a damaged file. */
const fill = Effect.fn("fill")(function*(saved: Salvage) {
  const { lamport, rows } = saved
  const sql = yield* SqlClient
  yield* migrate
  const start = rows.reduce(
    (highest, { entry }) => Math.max(highest, entry.lamport ?? 0),
    Math.max(lamport, yield* valueOfClockFile)
  )
  yield* immediate(sql)(Effect.gen(function*() {
    yield* sql`UPDATE lamport SET value = ${start}`
    yield* carryOver(saved)
    const ids = yield* insertRows(sql, rows.map(({ entry, queuedAtMs }) => ({ entry, queuedAtMs, notBeforeMs: null })))
    yield* restoreMigration(sql, saved.migrated, new Map(rows.map(({ id }, at) => [id, ids[at] ?? id])))
  }))
})

const flushFolder = (folder: string) =>
  process.platform === "win32" ? Effect.void : attempt(folder, () => {
    const descriptor = fs.openSync(folder, fs.constants.O_RDONLY)
    fs.fsyncSync(descriptor)
    fs.closeSync(descriptor)
  })

/**
 * Makes the queue's file under another name and gives it its own when it is whole and on disk: whoever sees the file
 * sees all of it. Runs under the file lock.
 */
export const createFile = Effect.fn("createFile")(function*(file: string, saved: Option.Option<Salvage>) {
  const temporary = `${file}.new-${yield* (yield* Identifiers).uuid}`
  const make = Effect.gen(function*() {
    yield* makeEmpty(temporary)
    yield* Effect.scoped(Effect.flatMap(connect(temporary), (sql) =>
      Effect.provideService(fill(Option.getOrElse(saved, () => nothingSaved)), SqlClient, sql))).pipe(
        typedDefects(file),
        Effect.mapError(unavailable(file))
      )
    yield* attempt(file, () => fs.renameSync(temporary, file))
    yield* flushFolder(path.dirname(file))
  })
  const clear = Effect.sync(() => {
    for (const name of [temporary, ...sideFiles(temporary)]) fs.rmSync(name, { force: true })
  })
  yield* Effect.onError(make, () => clear)
})
