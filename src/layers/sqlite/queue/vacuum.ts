import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"

/** Free pages that are left alone: a queue that fills and drains would give them back only to ask for them again. */
const freePagesKept = 256
/** Most pages that one transaction gives back, so that none stops the world: some 50 ms. */
const pagesPerTurn = 2048

const pages = (sql: SqlClient, name: "freelist_count" | "page_count") =>
  Effect.map(
    sql.unsafe<{ readonly [name: string]: number }>(`PRAGMA ${name}`),
    ([row]) => row?.[name] ?? 0
  )

/** Gives the file's free pages back once they are more than a quarter of it (G-R2). True: there is more to give. */
export const shrink = Effect.fnUntraced(function*(sql: SqlClient) {
  const free = yield* pages(sql, "freelist_count")
  if (free <= freePagesKept || free * 4 <= (yield* pages(sql, "page_count"))) return false
  // The driver steps a statement without result columns once, and one step of this one frees one page.
  yield* Effect.repeatN(sql.unsafe("PRAGMA incremental_vacuum"), Math.min(free - freePagesKept, pagesPerTurn) - 1)
  return free - freePagesKept > pagesPerTurn
})
