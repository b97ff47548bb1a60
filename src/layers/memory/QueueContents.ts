import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { takeWithin } from "../../domain/sync/queueBounds.js"
import { QueueContents } from "../../services/QueueContents.js"
import { type KeptItem, makeCheckContents, makeJudgeRows, pageBytes, pageSize } from "../queue/checkContents.js"
import { stateOf } from "./queue/items.js"
import { MemoryStore, type MemoryRow } from "./queue/store.js"

const toKept = (row: MemoryRow): KeptItem => {
  const { delivery, entry, eventId, id, kind } = row
  return {
    id,
    kind,
    state: stateOf(row),
    missionSlug: entry.missionSlug,
    reasonCode: delivery.lastError?.reasonCode ?? null,
    reason: delivery.lastError?.reason ?? null,
    namespaceKey: entry.namespaceKey,
    subject: entry.subject,
    eventId,
    contentHash: entry.contentHash,
    text: entry.text
  }
}

export const layer = Layer.effect(
  QueueContents,
  Effect.gen(function*() {
    const store = yield* MemoryStore
    const check = yield* makeCheckContents
    const judgeRows = yield* makeJudgeRows
    const page = (after: number, belongs: (row: MemoryRow) => boolean) =>
      store.exclusive(Effect.sync(() => {
        const next = store.rows().filter((row) => row.id > after && belongs(row))
        return takeWithin(next.map((row) => ({ row, wireBytes: row.entry.wireBytes })), pageSize, pageBytes)
          .map(({ row }) => toKept(row))
      }))
    return QueueContents.of({
      check: check((after) => page(after, ({ delivery }) => delivery.state._tag !== "Quarantined")),
      judged: ({ afterId, missionSlug }) =>
        Effect.flatMap(page(afterId, ({ entry }) => (missionSlug ?? entry.missionSlug) === entry.missionSlug), judgeRows)
    })
  })
)
