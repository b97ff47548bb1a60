import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { lastErrorLooksAt, QueueView } from "../../services/QueueView.js"
import { instantOf } from "../queue/instant.js"
import { readItems, readReceipts } from "./queue/items.js"
import { QueueDatabase } from "./queue/QueueDatabase.js"
import { tallies } from "./queue/tallies.js"

/** Both come from `delivery_namespace`, in its order. */
export const inNamespace = {
  bodies: "namespace_key = ? AND kind = 'body' ORDER BY id",
  events: "namespace_key = ? AND kind = 'event' AND state <> 'quarantined' ORDER BY id"
} as const

/** The two earliest moments, each the first entry of an index. */
const nextMoment = `SELECT min(moment) AS moment FROM (
  SELECT * FROM (SELECT due_at AS moment FROM delivery WHERE state = 'pending' ORDER BY due_at LIMIT 1)
  UNION ALL SELECT * FROM
    (SELECT lease_expires_at AS moment FROM delivery WHERE state = 'leased' ORDER BY lease_expires_at LIMIT 1))`

/** From the end of `delivery_due`, in its order: a number of entries at most, none of them sorted. */
export const lastDueFirst = `SELECT reason_code, reason FROM delivery WHERE state = 'pending'
  ORDER BY due_at DESC, next_attempt_at DESC, not_before DESC, id DESC LIMIT ?`

const StoredError = Schema.Array(Schema.Struct({ reason_code: Schema.NullOr(Schema.String), reason: Schema.NullOr(Schema.String) }))

const firstError = (rows: typeof StoredError.Type) =>
  Arr.findFirst(rows, ({ reason, reason_code }) =>
    reason_code === null ? Option.none() : Option.some({ reasonCode: reason_code, reason: reason ?? "" }))

const oldest = "SELECT queued_at AS moment FROM delivery WHERE state <> 'quarantined' ORDER BY id LIMIT 1"

const make = Effect.gen(function*() {
  const database = yield* QueueDatabase
  const { read, sql } = database
  const items = (where: string, parameters: ReadonlyArray<unknown>) => read(readItems(sql, where, parameters))
  const moment = (query: string) =>
    Effect.map(read(sql.unsafe<{ readonly moment: number | null }>(query)), ([row]) =>
      Option.map(Option.fromNullable(row?.moment), instantOf))
  return QueueView.of({
    counts: read(Effect.map(Effect.provideService(tallies, QueueDatabase, database), ({ bodies, events }) =>
      ({ events, bodies }))),
    bodiesOf: (namespace) => items(inNamespace.bodies, [namespace.key]),
    receiptsOf: (namespace) => read(readReceipts(sql, "namespace_key = ?", [namespace.key])),
    eventsOf: (namespace) => items(inNamespace.events, [namespace.key]),
    quarantined: (limit) => items("state = 'quarantined' ORDER BY id LIMIT ?", [limit]),
    nextDueAt: moment(nextMoment),
    lastError: read(sql.unsafe(lastDueFirst, [lastErrorLooksAt])).pipe(
      Effect.flatMap((rows) => Effect.orDie(Schema.decodeUnknown(StoredError)(rows))),
      Effect.map(firstError)
    ),
    oldestQueuedAt: moment(oldest)
  })
})

/** Reads of the queue's file. */
export const layer = Layer.effect(QueueView, make)
