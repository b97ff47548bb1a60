import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { EventEnvelope } from "../../../domain/events/EventEnvelope.js"
import { bodyEntry, eventEntry, type QueueEntry } from "../../../domain/sync/QueueEntry.js"
import { rebuildBody } from "../../../domain/sync/rebuildItem.js"
import { ContentHasher } from "../../../services/ContentHasher.js"
import { droppedColumns, DroppedRow } from "./dropped.js"
import { noMigration, salvageMigration, type SalvagedMigration } from "./salvageMigration.js"

/** A row that could still be read, and whose content still has its hash. */
export interface SalvagedRow {
  /** It gets a new one. */
  readonly id: number
  readonly entry: QueueEntry
  readonly queuedAtMs: number
}

export interface Salvage {
  readonly rows: ReadonlyArray<SalvagedRow>
  /** Records of what a person dropped, in their order; none from a file that is older than they are. */
  readonly dropped: ReadonlyArray<DroppedRow>
  /** What `upgrade` brought over, with the rows that it put into quarantine as they were. */
  readonly migrated: SalvagedMigration
  /** The highest id that was seen: an id is never given twice. */
  readonly highestId: number
  /** The Lamport clock's value, 0 where it can't be read. */
  readonly lamport: number
}

export const nothingSaved: Salvage = { rows: [], dropped: [], migrated: noMigration, highestId: 0, lamport: 0 }

const SavedRow = Schema.Struct({
  id: Schema.Int,
  kind: Schema.Literal("event", "body"),
  namespace_key: Schema.NullOr(Schema.String),
  subject: Schema.String,
  content_hash: Schema.NullOr(Schema.String),
  queued_at: Schema.Int,
  text: Schema.String
})
const decodeSaved = Schema.decodeUnknownOption(SavedRow)
const decodeEvent = Schema.decodeUnknownOption(Schema.parseJson(EventEnvelope))

const rowsOf = `SELECT d.id, d.kind, d.namespace_key, d.subject, d.content_hash, d.queued_at,
  coalesce(c.body, e.json) AS text
  FROM delivery d LEFT JOIN content c ON c.hash = d.content_hash LEFT JOIN event_text e ON e.delivery_id = d.id`

/** What an iteration gives before it meets damage. */
const readUntilDamage = (database: Database.Database) => (query: string): ReadonlyArray<unknown> => {
  const read: Array<unknown> = []
  // Damage is met by the throw of the statement that reads it; what came before is what we are here for.
  try {
    for (const row of database.prepare(query).iterate()) read.push(row)
  } catch {
    return read
  }
  return read
}

/** From both ends: one damaged page in the middle costs its own rows. */
const readRows = (database: Database.Database): ReadonlyArray<typeof SavedRow.Type> => {
  const found = new Map<number, typeof SavedRow.Type>()
  for (const order of ["ASC", "DESC"]) {
    for (const raw of readUntilDamage(database)(`${rowsOf} ORDER BY d.id ${order}`)) {
      const row = decodeSaved(raw)
      if (Option.isSome(row)) found.set(row.value.id, row.value)
    }
  }
  return [...found.values()].sort((one, other) => one.id - other.id)
}

/** The last millisecond that a date can name. */
const latestMoment = 8.64e15
/** No queue gives this many ids: beyond it a bit was flipped, and ids that start there could run out. */
const highestPossibleId = 2 ** 40

const decodeDropped = Schema.decodeUnknownOption(Schema.Struct({
  ...DroppedRow.fields,
  id: Schema.Int.pipe(Schema.between(1, highestPossibleId)),
  dropped_at: Schema.Int.pipe(Schema.between(0, latestMoment))
}))

const readDropped = (database: Database.Database): ReadonlyArray<DroppedRow> => {
  const records = readUntilDamage(database)(`SELECT ${droppedColumns} FROM dropped ORDER BY seq`)
    .flatMap((raw) => Option.toArray(decodeDropped(raw)))
  return [...new Map(records.map((record) => [record.id, record])).values()]
}

const readLamport = (database: Database.Database): number => {
  const [row] = readUntilDamage(database)("SELECT value FROM lamport")
  return Option.getOrElse(Schema.decodeUnknownOption(Schema.Struct({ value: Schema.NonNegativeInt }))(row), () => ({
    value: 0
  })).value
}

const open = (file: string): Option.Option<Database.Database> => {
  // A file that is no database at all has nothing to give.
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true })
    database.pragma("trusted_schema = OFF")
    return Option.some(database)
  } catch {
    return Option.none()
  }
}

/** Reads what is left in a damaged queue file. Nothing in it is believed: texts must decode, contents must re-hash. */
export const salvage = Effect.fn("salvage")(function*(file: string) {
  const hasher = yield* ContentHasher
  const entryOf = (row: typeof SavedRow.Type): Option.Option<QueueEntry> => {
    if (row.kind === "event") {
      return Option.map(decodeEvent(row.text), (value) => eventEntry({ value, json: row.text }))
    }
    const stored = { namespaceKey: row.namespace_key, subject: row.subject, contentHash: row.content_hash }
    return rebuildBody({ ...stored, text: row.text }).pipe(
      Option.filter((body) => hasher.hash(body.content_body) === body.content_hash),
      Option.map((value) => bodyEntry({ value, json: JSON.stringify(value) }))
    )
  }
  return yield* Effect.sync((): Salvage => {
    const database = open(file)
    if (Option.isNone(database)) return nothingSaved
    const byEventId = new Map<string, SalvagedRow>()
    const read = readRows(database.value)
    for (const row of read) {
      const entry = entryOf(row)
      if (Option.isSome(entry)) {
        byEventId.set(entry.value.eventId ?? `body ${row.id}`, { id: row.id, entry: entry.value, queuedAtMs: row.queued_at })
      }
    }
    const lamport = readLamport(database.value)
    const dropped = readDropped(database.value)
    const migrated = salvageMigration(readUntilDamage(database.value))
    database.value.close()
    const highestId = [...read, ...dropped, ...migrated.raws]
      .reduce((highest, { id }) => id <= highestPossibleId ? Math.max(highest, id) : highest, 0)
    return { rows: [...byEventId.values()], dropped, migrated, highestId, lamport }
  })
})
