import * as Array from "effect/Array"
import type { Outcome } from "../../../domain/Diagnostic.js"
import { Ledger, type LedgerBody, type LedgerEvent } from "../../../domain/receiver/Ledger.js"
import { makeView } from "../View.js"
import { alignColumns } from "./columns.js"
import type { Style } from "./Style.js"
import { count, size } from "./words.js"

const posted = (times: number): string => times === 1 ? "posted once" : `posted ${times} times`

const bodyRow = (body: LedgerBody, { foreign }: Style): ReadonlyArray<string> => [
  `  ${foreign(body.namespace.mission_slug)}`,
  foreign(body.namespace.target_branch),
  foreign(body.path),
  body.hash.slice(0, 8),
  size(body.size_bytes),
  body.current ? posted(body.posted) : `${posted(body.posted)}, not the newest`
]

const eventRow = (event: LedgerEvent, { foreign }: Style): ReadonlyArray<string> => [
  `  ${foreign(event.namespace?.mission_slug ?? event.aggregate_id)}`,
  foreign(event.event_type),
  foreign(event.path ?? ""),
  posted(event.posted)
]

/** Each checkout that sent, in the order of its first event, and how many of the events are its own. */
const builds = ({ events }: Ledger, { foreign }: Style): ReadonlyArray<string> => {
  const byBuild = Array.groupBy(events, ({ build_id }) => build_id)
  return alignColumns(Object.entries(byBuild).map(([build, own]) => [`  ${foreign(build)}`, count(own.length, "event")]))
}

const text = ({ data }: Outcome<Ledger>, style: Style): string => [
  style.bold(`Events: ${data.events.length}`),
  ...alignColumns(data.events.map((event) => eventRow(event, style))),
  ...(data.events.length === 0 ? [] : [style.bold("Events by build.id:"), ...builds(data, style)]),
  style.bold(`Bodies: ${data.bodies.length}`),
  ...alignColumns(data.bodies.map((body) => bodyRow(body, style))),
  `${count(data.redundant_posts, "post")} of something that was there already.`
].join("\n")

/** `receiver ledger`: each accepted event and body, and how often it was posted. */
export const ledgerView = makeView({ schema: "receiver-ledger@1", data: Ledger, text })
