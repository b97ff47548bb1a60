import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { markHeld } from "../queue/held.js"
import { QueueDatabase } from "../queue/QueueDatabase.js"
import { freeLostLeases } from "../queue/recover.js"
import { addToTally, pruneContents } from "../queue/store.js"
import { shrink } from "../queue/vacuum.js"

interface Back {
  readonly id: number
  readonly kind: "event" | "body"
  readonly state: "pending" | "quarantined"
  readonly key: string | null
  readonly content_hash: string | null
}

const broughtOver = `SELECT d.id, d.kind, d.state, d.key, d.content_hash FROM delivery d WHERE d.state <> 'leased'
  AND d.id IN (SELECT delivery_id FROM migrated WHERE outcome IN ('copied', 'quarantined'))`

const isText = (text: string | null): text is string => text !== null

const steps = Effect.gen(function*() {
  const { sql } = yield* QueueDatabase
  yield* freeLostLeases(yield* Clock.currentTimeMillis)
  const rows = yield* sql.unsafe<Back>(broughtOver)
  if (rows.length === 0) return 0
  const ids = JSON.stringify(rows.map(({ id }) => id))
  yield* sql`DELETE FROM delivery WHERE id IN (SELECT value FROM json_each(${ids}))`
  const freed = yield* pruneContents(sql, rows.map(({ content_hash }) => content_hash).filter(isText))
  for (const kind of ["event", "body"] as const) {
    const ofKind = rows.filter((row) => row.kind === kind)
    const quarantined = ofKind.filter(({ state }) => state === "quarantined").length
    // As if they had never come: what is gone again was not captured.
    yield* addToTally(sql, kind, {
      captured: -ofKind.length,
      pending: quarantined - ofKind.length,
      quarantined: -quarantined,
      content_bytes: kind === "body" ? -freed : 0
    })
  }
  yield* markHeld(sql, rows.map(({ key }) => key).filter(isText))
  yield* sql`UPDATE migrated_file SET stamp = '' WHERE id IN
    (SELECT file FROM migrated WHERE delivery_id IN (SELECT value FROM json_each(${ids})))`
  yield* sql`DELETE FROM migrated WHERE delivery_id IN (SELECT value FROM json_each(${ids}))`
  return rows.length
})

/** Takes out of the open queue what was brought over, was not delivered, and is not being sent; forgets that it was. */
export const takeBackRows = Effect.flatMap(QueueDatabase, (database) =>
  Effect.tap(database.write(steps), () =>
    Effect.repeat(database.write(shrink(database.sql)), { while: (goesOn) => goesOn })))
