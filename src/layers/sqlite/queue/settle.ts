import type { SqlClient } from "@effect/sql/SqlClient"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Claim } from "../../../domain/sync/Claim.js"
import { DeliveryInput, transition } from "../../../domain/sync/deliveryState.js"
import type { DeliveryStatus, Settlement } from "../../../domain/sync/Settlement.js"
import { QueueDatabase } from "./QueueDatabase.js"
import { deliveryColumns, readRows } from "./rows.js"
import { supersedeStale } from "./stale.js"
import { type Change, storeChanges } from "./store.js"

type Answer = readonly [Claim, Settlement]

const rowsById = `SELECT ${deliveryColumns} FROM delivery d WHERE d.id IN (SELECT value FROM json_each(?))`

/** The changes that the table makes of these answers; of two answers to one row the second finds it settled. */
const changesOf = Effect.fnUntraced(function*(answers: ReadonlyArray<Answer>, nowMs: number) {
  const { sql } = yield* QueueDatabase
  const rows = yield* readRows(sql, rowsById, [JSON.stringify(answers.map(([{ id }]) => id))])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const changes: Array<Change & { readonly answer: Answer }> = []
  for (const answer of answers) {
    const [{ id, token }, settlement] = answer
    const row = byId.get(id)
    if (row === undefined) continue
    const after = transition(row.delivery, DeliveryInput.Settle({ token, settlement }), nowMs)
    if (Option.isNone(after)) continue
    byId.delete(id)
    changes.push({ row, after: after.value, answer })
  }
  return changes
})

/** The server's last word on each body, kept when the row goes. */
const writeReceipts = Effect.fnUntraced(function*(sql: SqlClient, answers: ReadonlyArray<Answer>, nowMs: number) {
  const acknowledged = answers.flatMap(([claim, settlement]) =>
    claim._tag === "BodyClaim" && settlement._tag === "Delivered"
      ? [receiptOf(claim.body.value, settlement.status, nowMs)]
      : [])
  if (acknowledged.length === 0) return
  yield* sql`INSERT INTO receipt ${sql.insert(acknowledged)} ON CONFLICT (namespace_key, path) DO UPDATE SET
    content_hash = excluded.content_hash, status = excluded.status, acknowledged_at = excluded.acknowledged_at`
})

type BodyValue = Extract<Claim, { readonly _tag: "BodyClaim" }>["body"]["value"]

const receiptOf = (body: BodyValue, status: DeliveryStatus, nowMs: number) => ({
  namespace_key: body.namespaceKey,
  path: body.artifact_path,
  content_hash: body.content_hash,
  status,
  acknowledged_at: nowMs
})

export const makeSettle = Effect.map(QueueDatabase, (database) => {
  const store = Effect.fnUntraced(function*(answers: ReadonlyArray<Answer>, nowMs: number) {
    const changes = yield* changesOf(answers, nowMs)
    yield* storeChanges(database.sql, yield* supersedeStale(changes, nowMs))
    yield* writeReceipts(database.sql, changes.map(({ answer }) => answer), nowMs)
  }, Effect.provideService(QueueDatabase, database))

  return Effect.fn("DeliveryQueue.settle")(function*(answers: ReadonlyArray<Answer>) {
    if (answers.length === 0) return
    yield* database.write(store(answers, yield* Clock.currentTimeMillis))
  })
})
