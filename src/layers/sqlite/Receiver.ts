import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { utf8Length } from "../../domain/receiver/bodyRules.js"
import { decideEvents } from "../../domain/receiver/decideEvents.js"
import { decidePush } from "../../domain/receiver/PushAnswer.js"
import type { ReceivedEvent } from "../../domain/receiver/ReceivedEvent.js"
import { ReceiverUnavailable } from "../../domain/receiver/receiverErrors.js"
import type { BodyRequest } from "../../domain/sync/BodyRequest.js"
import { Receiver } from "../../services/Receiver.js"
import { makeReceiver, type ReceiverOptions, type ReceiverStore } from "../receiver/makeReceiver.js"
import { immediate, snapshot } from "./queue/transaction.js"
import { readLedger } from "./receiver/ledger.js"
import { openDatabase, openForReading, unavailable } from "./receiver/open.js"

const KnownEvents = Schema.Array(Schema.Struct({ event_id: Schema.String, canonical: Schema.String }))
const Facts = Schema.Tuple(Schema.Struct({ namespace_known: Schema.Int, indexed: Schema.Int, stored: Schema.Int }))

const eventRow = (event: ReceivedEvent, at: { readonly nowMs: number; readonly visibleAtMs: number }) => {
  const index = Option.getOrNull(event.index)
  return {
    event_id: event.eventId,
    event_type: event.eventType,
    aggregate_id: event.aggregateId,
    lamport_clock: event.lamportClock,
    timestamp: event.timestamp,
    namespace_key: Option.getOrNull(Option.map(event.namespace, ({ key }) => key)),
    path: index === null ? null : index.path,
    hash: index === null ? null : index.hash,
    visible_at_ms: at.visibleAtMs,
    canonical: event.canonical,
    posted: 1,
    accepted_at_ms: at.nowMs
  }
}

const record = (sql: SqlClient) => (events: ReadonlyArray<ReceivedEvent>, at: { nowMs: number; visibleAtMs: number }) =>
  Effect.gen(function*() {
    const ids = events.map(({ eventId }) => eventId)
    const rows = yield* sql`SELECT event_id, canonical FROM events WHERE ${sql.in("event_id", ids)}`
    const known = yield* Schema.decodeUnknown(KnownEvents)(rows)
    const { accepted, repeated, results } = decideEvents(
      new Map(known.map(({ canonical, event_id }) => [event_id, canonical])),
      events
    )
    if (accepted.length > 0) yield* sql`INSERT INTO events ${sql.insert(accepted.map((event) => eventRow(event, at)))}`
    yield* Effect.forEach(
      repeated,
      (id) => sql`UPDATE events SET posted = posted + 1 WHERE event_id = ${id}`,
      { discard: true }
    )
    return results
  })

const factsOf = (sql: SqlClient, body: BodyRequest, nowMs: number) => {
  const { artifact_path: path, content_hash: hash, namespace: { key } } = body
  return sql`SELECT
      EXISTS (SELECT 1 FROM events WHERE namespace_key = ${key}) AS namespace_known,
      EXISTS (SELECT 1 FROM events WHERE namespace_key = ${key} AND path = ${path} AND hash = ${hash}
        AND visible_at_ms <= ${nowMs}) AS indexed,
      EXISTS (SELECT 1 FROM bodies WHERE namespace_key = ${key} AND path = ${path} AND hash = ${hash}) AS stored`.pipe(
    Effect.flatMap(Schema.decodeUnknown(Facts)),
    Effect.map(([facts]) => ({
      namespaceKnown: facts.namespace_known === 1,
      indexed: facts.indexed === 1,
      stored: facts.stored === 1
    }))
  )
}

const store = (sql: SqlClient, body: BodyRequest, nowMs: number) => {
  const { artifact_path: path, content_body: content, content_hash: hash, namespace } = body
  return Effect.zipRight(
    sql`INSERT INTO contents ${sql.insert({ hash, content })} ON CONFLICT (hash) DO NOTHING`,
    sql`INSERT INTO bodies ${
      sql.insert({
        namespace_key: namespace.key,
        path,
        hash,
        size_bytes: utf8Length(content),
        posted: 1,
        accepted_at_ms: nowMs
      })
    }`
  )
}

const place = (sql: SqlClient) => (body: BodyRequest, nowMs: number) =>
  Effect.gen(function*() {
    const decision = decidePush(yield* factsOf(sql, body, nowMs))
    if (decision === "stored") yield* store(sql, body, nowMs)
    if (decision === "already_exists") {
      yield* sql`UPDATE bodies SET posted = posted + 1
        WHERE namespace_key = ${body.namespace.key} AND path = ${body.artifact_path} AND hash = ${body.content_hash}`
    }
    return decision
  })

/** A row that does not decode is a broken file to the caller, like an SQL error. */
const orUnavailable = (path: string) =>
  Effect.mapError((error: SqlError | Error) => unavailable(path)(error))

const makeStore = (sql: SqlClient, path: string): ReceiverStore => {
  const transaction = immediate(sql)
  return {
    record: (events, at) => record(sql)(events, at).pipe(transaction, orUnavailable(path)),
    place: (body, nowMs) => place(sql)(body, nowMs).pipe(transaction, orUnavailable(path)),
    ledger: (nowMs) => readLedger(sql, nowMs).pipe(snapshot(sql), orUnavailable(path))
  }
}

/** A receiver whose memory is the SQLite file at `path`: what it acknowledged is on disk, and stays over restarts. */
export const layer = (path: string, options: ReceiverOptions = {}) =>
  Layer.scoped(
    Receiver,
    Effect.flatMap(openDatabase(path), (sql) => makeReceiver(makeStore(sql, path), options))
  )

const readOnly = (path: string) => new ReceiverUnavailable({ path, detail: "it was opened to read its ledger only" })

/** The ledger of the file at `path`. It takes nothing in, makes no file, and needs neither gate nor hasher. */
export const layerReadOnly = (path: string) =>
  Layer.scoped(
    Receiver,
    Effect.map(openForReading(path), (sql) => ({
      ingest: () => readOnly(path),
      push: () => readOnly(path),
      ledger: Effect.flatMap(Clock.currentTimeMillis, makeStore(sql, path).ledger)
    }))
  )
