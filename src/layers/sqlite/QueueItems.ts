import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Namespace } from "../../domain/identity/Namespace.js"
import { namespaceFields } from "../../domain/sync/rebuildItem.js"
import { indexedEventType } from "../../domain/sync/supersedeKey.js"
import { type ItemFilter, type ListRequest, type QueuedItemDetail, QueueItems } from "../../services/QueueItems.js"
import type { Receipt } from "../../services/QueueView.js"
import { instantOf } from "../queue/instant.js"
import type { StoredItem } from "../queue/judgeStored.js"
import { makeWireText } from "../queue/wireText.js"
import { readDropped } from "./queue/dropped.js"
import { Item, itemColumns, readItems, readReceipts, toItem } from "./queue/items.js"
import { QueueDatabase } from "./queue/QueueDatabase.js"
import { decodeRaw, rawById, rawText, storedColumns, storedFrom } from "./queue/stored.js"
import { tallies } from "./queue/tallies.js"

const Detail = Schema.Struct({
  ...Item.fields,
  wire_bytes: Schema.Int,
  claims: Schema.Int,
  owner: Schema.NullOr(Schema.String),
  lease_expires_at: Schema.NullOr(Schema.Int),
  not_before: Schema.NullOr(Schema.Int),
  namespace_key: Schema.NullOr(Schema.String),
  index_event: Schema.NullOr(Schema.Int)
})
const decodeDetail = Schema.decodeUnknown(Schema.Array(Detail))
const detailById = `SELECT ${itemColumns}, wire_bytes, claims, owner, lease_expires_at, not_before, namespace_key,
  (SELECT min(e.id) FROM delivery e WHERE delivery.kind = 'body' AND e.key = delivery.key AND e.kind = 'event'
    AND e.subject = '${indexedEventType}' AND e.state <> 'quarantined') AS index_event
  FROM delivery WHERE id = ?`

const storedById = `SELECT d.kind, ${storedColumns} ${storedFrom} WHERE d.id = ?`

/** One state is compared, not looked for in a list: that is what makes SQLite use the index of that state's rows. */
const stateIs = (states: ListRequest["states"]): string => {
  const [state, ...others] = states
  if (others.length === 0 && state !== undefined) return `state = '${state}'`
  return `state IN (${states.map((word) => `'${word}'`).join(", ")})`
}

/** The words of a filter as SQL; its values are parameters, save for those that are words of ours. */
export const conditions = ({ kind, missionSlug }: ItemFilter, states: ListRequest["states"] | null) => ({
  where: [
    "1",
    ...(kind === null ? [] : [`kind = '${kind}'`]),
    ...(states === null ? [] : [stateIs(states)]),
    ...(missionSlug === null ? [] : ["mission_slug = ?"])
  ].join(" AND "),
  parameters: missionSlug === null ? [] : [missionSlug]
})

const leaseOf = ({ lease_expires_at, owner }: typeof Detail.Type) =>
  owner === null || lease_expires_at === null ? null : { owner, expiresAt: instantOf(lease_expires_at) }

const detailOf = (row: typeof Detail.Type, receipt: Receipt | null): QueuedItemDetail => ({
  ...toItem(row),
  sizeBytes: row.wire_bytes,
  claims: row.claims,
  lease: leaseOf(row),
  notBefore: row.not_before === null ? null : instantOf(row.not_before),
  waitsForEvent: row.index_event,
  namespace: Option.getOrNull(Option.map(namespaceFields(row.namespace_key), (fields) => new Namespace(fields))),
  receipt
})

const detail = Effect.fnUntraced(function*(id: number) {
  const { sql } = yield* QueueDatabase
  const [row] = yield* Effect.flatMap(sql.unsafe(detailById, [id]), (rows) => Effect.orDie(decodeDetail(rows)))
  if (row === undefined) return Option.none<QueuedItemDetail>()
  const [receipt = null] = row.kind === "event"
    ? []
    : yield* readReceipts(sql, "namespace_key = ? AND path = ?", [row.namespace_key, row.subject])
  return Option.some(detailOf(row, receipt))
})

const countOf = Effect.fnUntraced(function*(
  table: "delivery" | "dropped",
  where: string,
  parameters: ReadonlyArray<unknown>
) {
  const { sql } = yield* QueueDatabase
  const [row] = yield* sql.unsafe<{ readonly n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, parameters)
  return row?.n ?? 0
})

/** How many match, read off the counters of law 7 where they know: they cost the same however long the queue is. */
const totalOf = Effect.fnUntraced(function*({ kind, missionSlug, states }: ListRequest) {
  if (missionSlug !== null) {
    const { parameters, where } = conditions({ kind, missionSlug }, states)
    return yield* countOf("delivery", where, parameters)
  }
  const { bodies, events } = yield* tallies
  const counts = kind === null ? [events, bodies] : kind === "event" ? [events] : [bodies]
  return counts.flatMap((count) => [...new Set(states)].map((state) => count[state])).reduce((sum, n) => sum + n, 0)
})

const list = Effect.fnUntraced(function*(request: ListRequest) {
  const { sql } = yield* QueueDatabase
  const { afterId, limit, states } = request
  const { parameters, where } = conditions(request, states)
  const items = yield* readItems(sql, `${where} AND id > ? ORDER BY id LIMIT ?`, [...parameters, afterId ?? 0, limit])
  const total = yield* totalOf(request)
  if (afterId === null) return { items, total, more: total - items.length }
  const last = items.at(-1)?.id ?? afterId
  return { items, total, more: yield* countOf("delivery", `${where} AND id > ?`, [...parameters, last]) }
})

const dropped = Effect.fnUntraced(function*({ limit, ...filter }: ItemFilter & { readonly limit: number }) {
  const { sql } = yield* QueueDatabase
  const { parameters, where } = conditions(filter, null)
  const items = yield* readDropped(sql, `${where} ORDER BY seq DESC LIMIT ?`, [...parameters, limit])
  const total = yield* countOf("dropped", where, parameters)
  return { items, total, more: total - items.length }
})

const make = Effect.gen(function*() {
  const database = yield* QueueDatabase
  const wireText = yield* makeWireText
  const { sql } = database
  const read = <A, E>(look: Effect.Effect<A, E, QueueDatabase>) =>
    database.read(Effect.provideService(look, QueueDatabase, database))
  return QueueItems.of({
    list: (request) => read(list(request)),
    dropped: (request) => read(dropped(request)),
    item: (id) =>
      read(Effect.gen(function*() {
        const live = yield* detail(id)
        if (Option.isSome(live)) return live
        const [record] = yield* readDropped(sql, "id = ?", [id])
        return Option.fromNullable(record)
      })),
    wire: (id) =>
      Effect.flatMap(
        read(sql.unsafe<StoredItem & { readonly kind: "event" | "body" }>(storedById, [id])),
        ([stored]) => stored === undefined ? Effect.succeedNone : Effect.asSome(wireText(stored.kind, stored))
      ),
    raw: (id) =>
      read(sql.unsafe(rawById, [id])).pipe(
        Effect.flatMap((rows) => Effect.orDie(decodeRaw(rows))),
        Effect.map(([raw]) => Option.map(Option.fromNullable(raw), rawText))
      )
  })
})

/** Reads of the queue's file. */
export const layer = Layer.effect(QueueItems, make)
