import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { DroppedRecord, QueueItemChange, QueueItemDetail, QueueListItem } from "../../../domain/sync/QueueReports.js"
import { takeNotices } from "../../../services/Notices.js"
import { ProjectIdentityStore } from "../../../services/ProjectIdentityStore.js"
import type { QueueChange } from "../../../services/QueueControl.js"
import type { DroppedItem, QueuedItemDetail } from "../../../services/QueueItems.js"
import type { QueuedItem } from "../../../services/QueueView.js"
import { queueDiagnostics } from "../queueDiagnostics.js"

/** The project whose queue is open; null where it has no identity yet, and so no queue. */
export const projectUuid = Effect.flatMap(ProjectIdentityStore, (store) => Effect.map(store.projectUuid, Option.getOrNull))

/** What opening the queue has to say, and whatever else came up. */
export const queueNews = Effect.map(Effect.all([queueDiagnostics, takeNotices]), (all) => all.flat())

const nameOf = (item: Pick<QueuedItem, "id" | "kind" | "missionSlug" | "subject" | "eventId" | "contentHash">) => ({
  id: item.id,
  kind: item.kind,
  mission_slug: item.missionSlug,
  subject: item.subject,
  event_id: item.eventId,
  content_hash: item.contentHash
})

export const listItem = (item: QueuedItem): QueueListItem => ({
  ...nameOf(item),
  state: item.state,
  retry_count: item.retryCount,
  queued_at: item.queuedAt,
  next_attempt_at: item.nextAttemptAt,
  reason_code: item.reasonCode,
  reason: item.reason
})

export const droppedRecord = (item: DroppedItem): DroppedRecord => ({
  ...nameOf(item),
  state: "dropped",
  reason: item.reason,
  dropped_at: item.droppedAt
})

export const itemDetail = (item: QueuedItemDetail): QueueItemDetail => ({
  ...listItem(item),
  size_bytes: item.sizeBytes,
  claims: item.claims,
  lease: item.lease === null ? null : { owner: item.lease.owner, expires_at: item.lease.expiresAt },
  not_before: item.notBefore,
  waits_for_event: item.waitsForEvent,
  namespace: item.namespace === null ? null : { ...item.namespace },
  receipt: item.receipt === null ? null : {
    content_hash: item.receipt.contentHash,
    status: item.receipt.status,
    acknowledged_at: item.receipt.acknowledgedAt
  }
})

export const itemChange = (change: QueueChange): QueueItemChange => ({
  ...nameOf(change),
  size_bytes: change.sizeBytes,
  change: change.change,
  due_at: change.dueAt
})
