import type { Outcome } from "../../../domain/Diagnostic.js"
import { QueueChangeReport, type QueueItemChange } from "../../../domain/sync/QueueReports.js"
import { makeView } from "../View.js"
import { type ItemLine, itemLines, nextLines } from "./mission.js"
import { itemName } from "./queueNames.js"
import type { Style } from "./Style.js"
import { count, size, until } from "./words.js"

const linesShown = 40

/** When it may go: now, or when the server said. */
const due = ({ due_at }: QueueItemChange, { nowMs }: Style): string => {
  const when = due_at === null ? "now" : until(due_at, nowMs)
  return when === "now" ? "due now" : `due ${when}: the server asked for that (Retry-After)`
}

const became = (change: QueueItemChange, style: Style): string => {
  switch (change.change) {
    case "requeued":
      return `out of quarantine, ${due(change, style)}`
    case "hastened":
      return due(change, style)
    case "unchanged":
      return `nothing to change: ${due(change, style)}`
    case "dropped":
      return `${size(change.size_bytes)} of JSON that would have been sent are gone`
  }
}

const itemLine = (change: QueueItemChange, style: Style): ItemLine => ({
  mark: change.change === "dropped" ? "skipped" : "queued",
  word: `${change.id}  ${change.kind}`,
  subject: itemName(change, style),
  reason: became(change, style)
})

const lost = (changes: ReadonlyArray<QueueItemChange>): ReadonlyArray<string> => [
  `${changes.length === 1 ? "It" : "They"} can't be brought back.`,
  ...(changes.some(({ kind }) => kind === "body")
    ? ["Your files are as they were: a body whose file is still in its mission is captured again by the next " +
      "spec-kitty sync."]
    : []),
  ...(changes.some(({ kind }) => kind === "event")
    ? ["An event of a scan is made anew by a later scan; any other event is not made again."]
    : [])
]

const summary = ({ action, changes, reason }: QueueChangeReport, { foreign }: Style): ReadonlyArray<string> => {
  if (action === "drop") {
    return [
      `Dropped ${count(changes.length, "item")}. ${lost(changes).join(" ")}`,
      `Reason, kept on record: ${foreign(reason ?? "")}`
    ]
  }
  if (changes.length === 0) return ["Nothing of what was asked for is in quarantine. Nothing was changed."]
  const changed = changes.filter(({ change }) => change !== "unchanged").length
  return [`${changed} of ${count(changes.length, "item")} changed. Nothing was sent yet.`]
}

const text = ({ data, next }: Outcome<QueueChangeReport>, style: Style): string => [
  ...itemLines(data.changes.map((change) => itemLine(change, style)), style, linesShown),
  ...summary(data, style),
  ...nextLines(next)
].join("\n")

/** `sync queue retry` and `sync queue drop`: what became of each item. */
export const queueChangeView = makeView({ schema: "sync-queue-change@1", data: QueueChangeReport, text })
