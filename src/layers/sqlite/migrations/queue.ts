import * as Migrator from "@effect/sql/Migrator"
import { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { indices, schemaVersion, tables } from "../queue/schema.js"

const first = Effect.gen(function*() {
  const sql = yield* SqlClient
  for (const statement of [...tables, ...indices]) yield* sql.unsafe(statement)
  yield* sql`INSERT INTO tally (kind) VALUES ('event'), ('body')`
  yield* sql`INSERT INTO lamport (id, value) VALUES (1, 0)`
  yield* sql.unsafe(`PRAGMA user_version = ${schemaVersion}`)
})

/**
 * Brings a queue's file to `schemaVersion`; a migration's id is the version it leads to. Runs under the file lock, and
 * the file is looked at again afterwards: it takes a busy database for a migrated one.
 */
export const migrate = Migrator.make({})({
  loader: Migrator.fromRecord({ "1_delivery_queue": first })
})
