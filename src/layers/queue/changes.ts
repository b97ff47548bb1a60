import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { ContentHash } from "../../domain/dossier/Artifact.js"
import { type Delivery, dueAtMs } from "../../domain/sync/deliveryState.js"
import type { PlannedChange } from "../../domain/sync/planQueueChange.js"
import type { QueueChange } from "../../services/QueueControl.js"
import { instantOf } from "./instant.js"

/** A hash as it is stored; null where it is none. */
export const storedHash = (text: string | null): ContentHash | null =>
  Option.getOrNull(Schema.decodeUnknownOption(ContentHash)(text))

const changeOf = (before: Delivery, after: Delivery): QueueChange["change"] => {
  if (after.state._tag === "Dropped") return "dropped"
  if (before.state._tag !== after.state._tag) return "requeued"
  return after === before ? "unchanged" : "hastened"
}

/** What a person is told of a change. */
export const toQueueChange = ({ after, row }: PlannedChange): QueueChange => ({
  id: row.id,
  kind: row.kind,
  missionSlug: row.missionSlug,
  subject: row.subject,
  eventId: row.eventId,
  contentHash: storedHash(row.contentHash),
  sizeBytes: row.wireBytes,
  change: changeOf(row.delivery, after),
  dueAt: after.state._tag === "Pending" ? instantOf(dueAtMs(after)) : null
})
