import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { QueueContents } from "../../services/QueueContents.js"
import { makeCheckContents, pageSize, type WaitingItem } from "../queue/checkContents.js"
import { QueueDatabase } from "./queue/QueueDatabase.js"
import { storedColumns, storedFrom } from "./queue/stored.js"

const waitingAfter = `SELECT d.id, d.kind, d.mission_slug AS missionSlug, ${storedColumns} ${storedFrom}
  WHERE d.id > ? AND d.state <> 'quarantined' ORDER BY d.id LIMIT ${pageSize}`

/** Reads of the queue's file, each page a transaction of its own: a long look keeps nobody from writing. */
export const layer = Layer.effect(
  QueueContents,
  Effect.gen(function*() {
    const { read, sql } = yield* QueueDatabase
    const check = yield* makeCheckContents
    return QueueContents.of({ check: check((after) => read(sql.unsafe<WaitingItem>(waitingAfter, [after]))) })
  })
)
