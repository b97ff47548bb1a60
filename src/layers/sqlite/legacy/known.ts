import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type { QueueEntry } from "../../../domain/sync/QueueEntry.js"

/** A row of our queue that a legacy row may be the same as. */
export interface KnownRow {
  readonly id: number
  readonly queuedAtMs: number
  /** An event's JSON; null for a body, and where it is gone. */
  readonly json: string | null
}

/** What our queue holds of some entries. */
export interface Known {
  /** By `sameAs` of the entries. */
  readonly rows: ReadonlyMap<string, KnownRow>
  /** Hashes of contents that are stored. */
  readonly contents: ReadonlySet<string>
}

export const knowsNothing: Known = { rows: new Map(), contents: new Set() }

/** What makes two rows the same one: an event's id; a body's namespace, path and content. */
export const sameAs = ({ contentHash, eventId, key }: Pick<QueueEntry, "contentHash" | "eventId" | "key">): string =>
  eventId ?? `${contentHash ?? ""} ${key ?? ""}`

const columns = "d.id, d.key, d.event_id AS eventId, d.content_hash AS contentHash, d.queued_at AS queuedAtMs"
const events = `SELECT ${columns}, e.json FROM delivery d LEFT JOIN event_text e ON e.delivery_id = d.id
  WHERE d.event_id IN (SELECT value FROM json_each(?)) AND d.id <= ?`
const bodies = `SELECT ${columns}, NULL AS json FROM delivery d
  WHERE d.key IN (SELECT value FROM json_each(?)) AND d.kind = 'body' AND d.state <> 'quarantined' AND d.id <= ?`
const contents = "SELECT hash FROM content WHERE hash IN (SELECT value FROM json_each(?))"

type Found = KnownRow & Pick<QueueEntry, "contentHash" | "eventId" | "key">

const isText = (text: string | null): text is string => text !== null

/** What the queue held of these entries before the row with `upToId` was the newest. */
export const lookUp = Effect.fnUntraced(function*(sql: SqlClient, entries: ReadonlyArray<QueueEntry>, upToId: number) {
  const list = (texts: ReadonlyArray<string | null>) => JSON.stringify(texts.filter(isText))
  const eventIds = entries.map(({ eventId }) => eventId)
  const ofBodies = entries.filter(({ kind }) => kind === "body")
  const found = [
    ...(yield* sql.unsafe<Found>(events, [list(eventIds), upToId])),
    ...(ofBodies.length === 0 ? [] : yield* sql.unsafe<Found>(bodies, [list(ofBodies.map(({ key }) => key)), upToId]))
  ]
  const stored = ofBodies.length === 0
    ? []
    : yield* sql.unsafe<{ readonly hash: string }>(contents, [list(ofBodies.map(({ contentHash }) => contentHash))])
  const known: Known = {
    rows: new Map(found.map((row) => [sameAs(row), row])),
    contents: new Set(stored.map(({ hash }) => hash))
  }
  return known
})
