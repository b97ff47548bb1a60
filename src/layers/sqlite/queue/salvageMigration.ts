import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { insertQuarantined, StoredRaw } from "./quarantined.js"

const SavedFile = Schema.Struct({ id: Schema.Int, path: Schema.String })
const SavedRecord = Schema.Struct({
  file: Schema.Int,
  kind: Schema.Literal("event", "body"),
  /** As text: a row id has 64 bits. */
  row_id: Schema.String,
  digest: Schema.String,
  outcome: Schema.Literal("copied", "quarantined", "already"),
  delivery_id: Schema.NullOr(Schema.Int),
  dropped: Schema.NullOr(Schema.String),
  migrated_at: Schema.Int
})
const SavedRaw = Schema.Struct({
  id: Schema.Int,
  kind: Schema.Literal("event", "body"),
  mission_slug: Schema.NullOr(Schema.String),
  subject: Schema.String,
  queued_at: Schema.Int,
  reason_code: Schema.String,
  reason: Schema.String,
  ...StoredRaw.fields
})

/** What a damaged file still says of what was brought over into it. */
export interface SalvagedMigration {
  readonly files: ReadonlyArray<typeof SavedFile.Type>
  readonly records: ReadonlyArray<typeof SavedRecord.Type>
  readonly raws: ReadonlyArray<typeof SavedRaw.Type>
}

export const noMigration: SalvagedMigration = { files: [], records: [], raws: [] }

const files = "SELECT id, path FROM migrated_file"
const records = `SELECT file, kind, CAST(row_id AS TEXT) AS row_id, digest, outcome, delivery_id, dropped, migrated_at
  FROM migrated`
const raws = `SELECT d.id, d.kind, d.mission_slug, d.subject, d.queued_at, d.reason_code, d.reason, r.type, r.raw AS bytes,
  r.cells FROM migrated_raw r JOIN delivery d ON d.id = r.delivery_id ORDER BY d.id`

/** Reads it; none of a file that is older than it is. What can't be read any more is brought over again. */
export const salvageMigration = (read: (query: string) => ReadonlyArray<unknown>): SalvagedMigration => {
  const all = <A, I>(schema: Schema.Schema<A, I>, query: string): ReadonlyArray<A> => {
    const decode = Schema.decodeUnknownOption(schema)
    return read(query).flatMap((raw) => Option.toArray(decode(raw)))
  }
  return { files: all(SavedFile, files), records: all(SavedRecord, records), raws: all(SavedRaw, raws) }
}

const insertRecords = `INSERT INTO migrated (file, kind, row_id, digest, outcome, delivery_id, dropped, migrated_at)
  SELECT value ->> 'file', value ->> 'kind', CAST(value ->> 'row_id' AS INTEGER), value ->> 'digest', value ->> 'outcome',
    value ->> 'delivery_id', value ->> 'dropped', value ->> 'migrated_at' FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`

/**
 * Puts it into a new file, inside the caller's transaction. The stamps go: whoever asks next reads the legacy files again.
 *
 * @param newIds ids of the salvaged rows, by those they had
 */
export const restoreMigration = Effect.fnUntraced(function*(
  sql: SqlClient,
  migration: SalvagedMigration,
  newIds: ReadonlyMap<number, number>
) {
  const ids = new Map(newIds)
  const rawIds = yield* insertQuarantined(sql, migration.raws.map((raw) => ({
    kind: raw.kind,
    missionSlug: raw.mission_slug,
    subject: raw.subject,
    queuedAtMs: raw.queued_at,
    reasonCode: raw.reason_code,
    reason: raw.reason,
    raw: { type: raw.type, bytes: raw.bytes, cells: raw.cells }
  })))
  migration.raws.forEach(({ id }, at) => ids.set(id, rawIds[at] ?? id))
  for (const { id, path } of migration.files) {
    yield* sql`INSERT INTO migrated_file (id, path, stamp) VALUES (${id}, ${path}, '') ON CONFLICT DO NOTHING`
  }
  const moved = migration.records.map((record) => ({
    ...record,
    delivery_id: record.delivery_id === null ? null : ids.get(record.delivery_id) ?? null
  }))
  yield* sql.unsafe(insertRecords, [JSON.stringify(moved)])
})
