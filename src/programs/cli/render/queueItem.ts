import type { Outcome } from "../../../domain/Diagnostic.js"
import { leaseHolder } from "../../../domain/sync/leaseHolder.js"
import {
  type DroppedRecord, type QueueItemContent, type QueueItemDetail, QueueItemReport
} from "../../../domain/sync/QueueReports.js"
import { makeView } from "../View.js"
import { escapeJson } from "./escape.js"
import { fact, nextLines } from "./mission.js"
import { itemName } from "./queueNames.js"
import type { Style } from "./Style.js"
import { count, since, size, until } from "./words.js"

const heading = (item: QueueItemDetail | DroppedRecord, style: Style): string =>
  style.bold(`${item.kind === "body" ? "Body" : "Event"} ${item.id}  ${itemName(item, style)}  ${style.dot}  ${item.state}`)

const ago = (instant: string, { nowMs }: Style): string => `${instant}, ${since(instant, nowMs)} ago`

/** What it waits for: a process, a person, an event that is sent first, or its moment. */
const waiting = (item: QueueItemDetail, style: Style): ReadonlyArray<string> => {
  const { lease, next_attempt_at, not_before, waits_for_event } = item
  if (lease !== null) {
    const holder = style.foreign(leaseHolder(lease.owner))
    return [fact("sent by", `${holder}, whose lease ends ${until(lease.expires_at, style.nowMs)}`)]
  }
  if (next_attempt_at === null) return [fact("due", "never by itself: it was refused for good")]
  const held = not_before !== null && next_attempt_at === not_before ? ", which the server asked for (Retry-After)" : ""
  const due = fact("due", `${until(next_attempt_at, style.nowMs)}${held}`)
  return waits_for_event === null
    ? [due]
    : [due, fact("waits for", `event ${waits_for_event}, which names it to the server and is sent first`)]
}

const namespaceText = ({ namespace }: QueueItemDetail, { dot, foreign }: Style): ReadonlyArray<string> => {
  if (namespace === null) return []
  const { manifest_version, mission_type, project_uuid, target_branch } = namespace
  const parts = [
    `branch ${target_branch ?? "unknown"}`,
    `${mission_type ?? "unknown"} v${manifest_version}`,
    `project ${project_uuid ?? "unknown"}`
  ]
  return [fact("namespace", parts.map(foreign).join(`  ${dot}  `))]
}

const receiptText = ({ receipt }: QueueItemDetail, style: Style): ReadonlyArray<string> => {
  if (receipt === null) return []
  const { acknowledged_at, content_hash, status } = receipt
  return [fact("receipt", `the receiver has ${content_hash.slice(0, 8)} of this path (${status}, ${ago(acknowledged_at, style)})`)]
}

const detailLines = (item: QueueItemDetail, style: Style): ReadonlyArray<string> => [
  fact("queued", ago(item.queued_at, style)),
  fact("size", `${size(item.size_bytes)} as JSON`),
  ...(item.content_hash === null ? [] : [fact("sha256", item.content_hash)]),
  ...(item.event_id === null ? [] : [fact("event id", style.foreign(item.event_id))]),
  fact("attempts", `${item.retry_count} that count, taken for delivery ${count(item.claims, "time")}`),
  ...waiting(item, style),
  ...(item.reason_code === null ? [] : [fact("last said", style.foreign(`${item.reason_code}: ${item.reason ?? ""}`))]),
  ...namespaceText(item, style),
  ...receiptText(item, style)
]

const droppedLines = (record: DroppedRecord, style: Style): ReadonlyArray<string> => [
  fact("dropped", ago(record.dropped_at, style)),
  fact("reason", style.foreign(record.reason)),
  ...(record.content_hash === null ? [] : [fact("sha256", record.content_hash)]),
  ...(record.event_id === null ? [] : [fact("event id", style.foreign(record.event_id))]),
  fact("text", "gone: a record of it is all that is kept")
]

/** As JSON it stays the JSON that would be sent: what a terminal must not see is written as `\uXXXX`. */
const contentLines = (content: QueueItemContent | null, { foreign }: Style): ReadonlyArray<string> => {
  if (content === null) return []
  const { json, raw, refused } = content
  const found = raw === null ? [] : ["", "What was found in the original tool's queue:", foreign(escapeJson(raw))]
  if (json !== null) return ["", "What would be sent:", foreign(escapeJson(json)), ...found]
  return refused === null ? found : ["", `Nothing would be sent: ${foreign(`${refused.reason_code}: ${refused.reason}`)}`, ...found]
}

const text = ({ data, next }: Outcome<QueueItemReport>, style: Style): string => [
  heading(data.item, style),
  ...(data.item.state === "dropped" ? droppedLines(data.item, style) : detailLines(data.item, style)),
  ...contentLines(data.content, style),
  ...nextLines(next)
].join("\n")

/** `sync queue show`: everything that is known of one item. */
export const queueItemView = makeView({ schema: "sync-queue-item@1", data: QueueItemReport, text })
