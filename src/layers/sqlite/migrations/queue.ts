import * as Migrator from "@effect/sql/Migrator"
import { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { waitsForEvent, waitsForOlder } from "../queue/held.js"
import { claimableBodies, droppedRecords, heldColumn, indices, migratedRecords, tables } from "../queue/schema.js"

const first = Effect.gen(function*() {
  const sql = yield* SqlClient
  for (const statement of [...tables, ...indices]) yield* sql.unsafe(statement)
  yield* sql`INSERT INTO tally (kind) VALUES ('event'), ('body')`
  yield* sql`INSERT INTO lamport (id, value) VALUES (1, 0)`
  yield* sql.unsafe("PRAGMA user_version = 1")
})

/** Adds an empty table: no row is read or written. */
const second = Effect.gen(function*() {
  const sql = yield* SqlClient
  for (const statement of droppedRecords) yield* sql.unsafe(statement)
  yield* sql.unsafe("PRAGMA user_version = 2")
})

/** Says of every body whether it waits for its event. Only that column changes. */
const third = Effect.gen(function*() {
  const sql = yield* SqlClient
  yield* sql.unsafe("DROP INDEX delivery_bodies")
  yield* sql.unsafe(`ALTER TABLE delivery ADD COLUMN ${heldColumn}`)
  yield* sql.unsafe(`UPDATE delivery SET held = 1 WHERE kind = 'body' AND ${waitsForEvent}`)
  yield* sql.unsafe(claimableBodies)
  yield* sql.unsafe("PRAGMA user_version = 3")
})

/** Adds empty tables, and says of every body whether it waits for an older one of its path. */
const fourth = Effect.gen(function*() {
  const sql = yield* SqlClient
  for (const statement of migratedRecords) yield* sql.unsafe(statement)
  yield* sql.unsafe(`UPDATE delivery SET held = 1 WHERE kind = 'body' AND held = 0 AND ${waitsForOlder}`)
  yield* sql.unsafe("PRAGMA user_version = 4")
})

/**
 * Brings a queue's file to `schemaVersion`; a migration's id is the version it leads to. Runs under the file lock, and
 * the file is looked at again afterwards: it takes a busy database for a migrated one.
 */
export const migrate = Migrator.make({})({
  loader: Migrator.fromRecord({
    "1_delivery_queue": first,
    "2_dropped_records": second,
    "3_held_bodies": third,
    "4_migrated_rows": fourth
  })
})
