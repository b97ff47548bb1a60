import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { QueueContents } from "../../services/QueueContents.js"
import { makeCheckContents, pageSize } from "../queue/checkContents.js"
import { MemoryStore, type MemoryRow } from "./queue/store.js"

const toItem = ({ entry, eventId, id, kind }: MemoryRow) => ({
  id,
  kind,
  missionSlug: entry.missionSlug,
  namespaceKey: entry.namespaceKey,
  subject: entry.subject,
  eventId,
  contentHash: entry.contentHash,
  text: entry.text
})

export const layer = Layer.effect(
  QueueContents,
  Effect.gen(function*() {
    const store = yield* MemoryStore
    const check = yield* makeCheckContents
    return QueueContents.of({
      check: check((after) =>
        store.exclusive(Effect.sync(() =>
          store.rows().filter(({ delivery, id }) => id > after && delivery.state._tag !== "Quarantined")
            .slice(0, pageSize).map(toItem))))
    })
  })
)
