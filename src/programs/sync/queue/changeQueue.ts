import * as Effect from "effect/Effect"
import type { Outcome } from "../../../domain/Diagnostic.js"
import type { DropReason } from "../../../domain/sync/planQueueChange.js"
import { QueueChangeReport } from "../../../domain/sync/QueueReports.js"
import { QueueControl, type RetryWhich } from "../../../services/QueueControl.js"
import { itemChange, projectUuid, queueNews } from "./queueRecords.js"

const told = Effect.fn("told")(function*(change: Pick<QueueChangeReport, "action" | "reason" | "changes">, next: string) {
  const outcome: Outcome<QueueChangeReport> = {
    data: new QueueChangeReport({ project_uuid: yield* projectUuid, ...change }),
    diagnostics: yield* queueNews,
    exitCode: 0,
    next: change.changes.length === 0 ? [] : [next]
  }
  return outcome
})

/** Makes items due now, those in quarantine too. Sends nothing: that is the next sync's work. */
export const retryItems = Effect.fn("retryItems")(function*(which: RetryWhich) {
  const changes = yield* (yield* QueueControl).retry(which)
  return yield* told({ action: "retry", reason: null, changes: changes.map(itemChange) }, "spec-kitty sync")
})

/** What is discarded, and why. */
export interface DropItemsOptions {
  readonly ids: ReadonlyArray<number>
  readonly reason: DropReason
}

/** Discards items for good; what they were and why stays on record. */
export const dropItems = Effect.fn("dropItems")(function*({ ids, reason }: DropItemsOptions) {
  const changes = yield* (yield* QueueControl).drop(ids, reason)
  return yield* told(
    { action: "drop", reason, changes: changes.map(itemChange) },
    "spec-kitty sync queue list --state dropped"
  )
})
