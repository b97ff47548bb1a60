import { dueAtMs } from "../../../domain/sync/deliveryState.js"
import type { QueuedItem } from "../../../services/QueueView.js"
import { instantOf } from "../../queue/instant.js"
import type { MemoryRow } from "./store.js"

/** When a row is due, or its lease ends; null in quarantine. */
export const nextMoment = ({ delivery }: MemoryRow): number | null => {
  if (delivery.state._tag === "Leased") return delivery.state.expiresAtMs
  return delivery.state._tag === "Pending" ? dueAtMs(delivery) : null
}

export const stateOf = ({ delivery: { state } }: MemoryRow): QueuedItem["state"] =>
  state._tag === "Pending" ? "pending" : state._tag === "Leased" ? "leased" : "quarantined"

/** A row as people and reports see it. */
export const toItem = (row: MemoryRow): QueuedItem => {
  const next = nextMoment(row)
  return {
    id: row.id,
    kind: row.kind,
    state: stateOf(row),
    missionSlug: row.entry.missionSlug,
    subject: row.entry.subject,
    eventId: row.eventId,
    contentHash: row.entry.contentHash,
    retryCount: row.delivery.attempts,
    queuedAt: instantOf(row.queuedAtMs),
    nextAttemptAt: next === null ? null : instantOf(next),
    reasonCode: row.delivery.lastError?.reasonCode ?? null,
    reason: row.delivery.lastError?.reason ?? null
  }
}
