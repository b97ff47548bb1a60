import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Outcome } from "../../../domain/Diagnostic.js"
import { QueueItemUnknown } from "../../../domain/sync/queueItemErrors.js"
import { type QueueItemContent, QueueItemReport } from "../../../domain/sync/QueueReports.js"
import { QueueItems } from "../../../services/QueueItems.js"
import { droppedRecord, itemDetail, projectUuid, queueNews } from "./queueRecords.js"

/** Which item is shown, and how much of it. */
export interface ShowItemOptions {
  readonly id: number
  /** Also the exact JSON that would be sent. */
  readonly content: boolean
}

const contentOf = Effect.fn("contentOf")(function*(id: number) {
  const items = yield* QueueItems
  const wire = yield* items.wire(id)
  const raw = Option.getOrNull(yield* items.raw(id))
  return Option.getOrNull(Option.map(wire, (text): QueueItemContent =>
    text._tag === "Sendable"
      ? { json: text.json, refused: null, raw }
      : { json: null, refused: { reason_code: text.reasonCode, reason: text.reason }, raw }))
})

/** Everything that is known of one item, and on request what would be sent. Changes nothing, asks no server. */
export const showItem = Effect.fn("showItem")(function*({ content, id }: ShowItemOptions) {
  const found = yield* (yield* QueueItems).item(id)
  if (Option.isNone(found)) return yield* new QueueItemUnknown({ ids: [id] })
  const item = found.value
  const outcome: Outcome<QueueItemReport> = {
    data: new QueueItemReport({
      project_uuid: yield* projectUuid,
      item: item.state === "dropped" ? droppedRecord(item) : itemDetail(item),
      content: content ? yield* contentOf(id) : null
    }),
    diagnostics: yield* queueNews,
    exitCode: 0,
    next: item.state === "quarantined"
      ? [`spec-kitty sync queue retry ${id}`, `spec-kitty sync queue drop ${id} --reason TEXT`]
      : []
  }
  return outcome
})
