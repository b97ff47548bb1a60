import type { Outcome } from "../../../domain/Diagnostic.js"
import { type DroppedRecord, QueueList, type QueueListItem } from "../../../domain/sync/QueueReports.js"
import { makeView } from "../View.js"
import { alignColumns } from "./columns.js"
import { nextLines } from "./mission.js"
import { itemName, shortReason } from "./queueNames.js"
import type { Mark, Style } from "./Style.js"
import { count, since, until } from "./words.js"

const marks: Record<QueueListItem["state"], Mark> = { pending: "queued", leased: "queued", quarantined: "failed" }

/** What it waits for: its turn, its answer, or a person. */
const waitsFor = ({ next_attempt_at, state }: QueueListItem, { nowMs }: Style): string => {
  if (next_attempt_at === null) return "not tried by itself"
  const moment = until(next_attempt_at, nowMs)
  return state === "leased" ? `being sent, lease ends ${moment}` : `due ${moment}`
}

interface Row {
  readonly mark: Mark
  readonly cells: ReadonlyArray<string>
}

const itemRow = (item: QueueListItem, style: Style): Row => ({
  mark: marks[item.state],
  cells: [
    `${item.id}`, item.state, item.kind, itemName(item, style), waitsFor(item, style),
    shortReason(item.reason_code, item.reason, style)
  ]
})

const droppedRow = (record: DroppedRecord, style: Style): Row => ({
  mark: "skipped",
  cells: [
    `${record.id}`, record.state, record.kind, itemName(record, style), `${since(record.dropped_at, style.nowMs)} ago`,
    shortReason(null, record.reason, style)
  ]
})

const rowLines = (rows: ReadonlyArray<Row>, style: Style): ReadonlyArray<string> => {
  const lines = alignColumns(rows.map(({ cells }) => cells))
  return rows.map(({ mark }, index) => `  ${style.mark(mark)} ${lines[index] ?? ""}`)
}

const heading = ({ dropped, dropped_total, items, total }: QueueList): string => {
  const parts = [
    ...(total === 0 ? [] : [`${items.length} of ${count(total, "queued item")}`]),
    ...(dropped_total === 0 ? [] : [`${dropped.length} of ${count(dropped_total, "dropped item")}`])
  ]
  return parts.length === 0 ? "Nothing that matches is queued." : parts.join(", ")
}

const moreLines = ({ items, more }: QueueList): ReadonlyArray<string> => {
  const last = items.at(-1)
  return more === 0 || last === undefined
    ? []
    : [`    and ${more} more: --after ${last.id} goes on, --limit N shows more at once`]
}

const text = ({ data, next }: Outcome<QueueList>, style: Style): string => {
  const hidden = data.dropped_total - data.dropped.length
  return [
    style.bold(heading(data)),
    ...rowLines(data.items.map((item) => itemRow(item, style)), style),
    ...moreLines(data),
    ...rowLines(data.dropped.map((record) => droppedRow(record, style)), style),
    ...(hidden > 0 ? [`    and ${hidden} dropped before: --limit N shows more`] : []),
    ...nextLines(next)
  ].join("\n")
}

/** `sync queue list`: one line per item. */
export const queueListView = makeView({ schema: "sync-queue-list@1", data: QueueList, text })
