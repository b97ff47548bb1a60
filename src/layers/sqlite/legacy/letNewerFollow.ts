import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import { QueueDatabase } from "../queue/QueueDatabase.js"
import { freeLostLeases } from "../queue/recover.js"

/** Rows of ours that are newer than all that was brought over of their subject. */
const newer = `SELECT d.id, d.state FROM delivery d WHERE d.id <= ? AND d.key IS NOT NULL
  AND d.queued_at > (SELECT max(n.queued_at) FROM delivery n WHERE n.key = d.key AND n.kind = d.kind AND n.id > ?)
  AND d.id NOT IN (SELECT delivery_id FROM migrated WHERE outcome = 'copied' AND delivery_id IS NOT NULL) ORDER BY d.id`

/**
 * Of one subject the newest word is the row with the highest id. So rows that our queue had already, and that are newer
 * than what was brought over, get new ids behind it. One that is being sent can't: then somebody else is using the queue.
 *
 * @param firstId the highest id before anything was brought over
 */
export const letNewerFollow = Effect.fn("letNewerFollow")(function*(firstId: number) {
  const { path, sql } = yield* QueueDatabase
  yield* freeLostLeases(yield* Clock.currentTimeMillis)
  const rows = yield* sql.unsafe<{ readonly id: number; readonly state: string }>(newer, [firstId, firstId])
  if (rows.some(({ state }) => state === "leased")) {
    const detail = "it is sending a newer version of what is brought over"
    return yield* new QueueUnavailable({ reason: "busy", path, detail })
  }
  if (rows.length === 0) return
  yield* sql.unsafe("PRAGMA defer_foreign_keys = ON")
  const [top] = yield* sql<{ readonly id: number }>`SELECT max(id) AS id FROM delivery`
  let next = top?.id ?? firstId
  for (const { id } of rows) {
    next++
    yield* sql`UPDATE delivery SET id = ${next} WHERE id = ${id}`
    yield* sql`UPDATE event_text SET delivery_id = ${next} WHERE delivery_id = ${id}`
    yield* sql`UPDATE migrated SET delivery_id = ${next} WHERE delivery_id = ${id}`
  }
  yield* sql`UPDATE sqlite_sequence SET seq = ${next} WHERE name = 'delivery'`
})
