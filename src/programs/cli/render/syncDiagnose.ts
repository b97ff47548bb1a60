import type { Outcome } from "../../../domain/Diagnostic.js"
import { type DiagnosedItem, QueueDiagnosis, type RefusedBy } from "../../../domain/sync/QueueDiagnosis.js"
import { makeView } from "../View.js"
import { fact, nextLines } from "./mission.js"
import { itemName } from "./queueNames.js"
import type { Style } from "./Style.js"
import { thousands } from "./words.js"

const items = (n: number): string => `${thousands(n)} queued ${n === 1 ? "item" : "items"}`

const of = ({ mission_slug }: QueueDiagnosis, { foreign }: Style): string =>
  mission_slug === null ? "" : ` of ${foreign(mission_slug)}`

const heading = (data: QueueDiagnosis, style: Style): string => {
  const { at_fault, contract_version, looked_at } = data
  const what = `${items(looked_at)}${of(data, style)}`
  if (looked_at === 0) return `Nothing${of(data, style)} is queued.`
  return at_fault === 0
    ? `${style.mark("done")} All ${what} can be sent: they keep contract ${contract_version}.`
    : style.bold(`${thousands(at_fault)} of ${what} need${at_fault === 1 ? "s" : ""} attention.`)
}

const countLines = ({ bodies, events, looked_at }: QueueDiagnosis): ReadonlyArray<string> => {
  const line = (label: string, counts: QueueDiagnosis["events"]): string =>
    fact(label, (["pending", "leased", "quarantined"] as const).map((state) => {
      const { at_fault, looked_at } = counts[state]
      const fault = at_fault === 0 || state === "quarantined" ? "" : ` (${thousands(at_fault)} at fault)`
      return `${thousands(looked_at)} ${state}${fault}`
    }).join("   "))
  return looked_at === 0 ? [] : [line("events", events), line("bodies", bodies)]
}

const refusers: Record<RefusedBy, string> = {
  gate: "refused by the contract gate",
  server: "refused by the server",
  upgrade: "brought over by upgrade"
}

const itemLines = (item: DiagnosedItem, style: Style): ReadonlyArray<string> => {
  const { foreign } = style
  const words = [item.reason_code, item.reason].filter((it) => it !== null).join(": ")
  const said = item.refused_by === null ? [] : [`      ${refusers[item.refused_by]}: ${foreign(words)}`]
  return [
    "",
    `  ${style.mark("failed")} ${item.id}  ${item.state}  ${item.kind}  ${itemName(item, style)}`,
    ...item.faults.map(({ fix, pointer, rule }) =>
      `      ${pointer === "" ? "" : `${foreign(pointer)} `}${foreign(rule)}${fix === null ? "" : ` (${fix})`}`),
    ...said,
    `      ${item.advice}`,
    ...item.next.map((command) => `        ${command}`)
  ]
}

const moreLines = ({ items: shown, more }: QueueDiagnosis): ReadonlyArray<string> =>
  more === 0 ? [] : ["", `  and ${thousands(more)} more: --limit ${shown.length + more} shows all of them`]

const text = ({ data, next }: Outcome<QueueDiagnosis>, style: Style): string => [
  heading(data, style),
  ...countLines(data),
  ...data.items.flatMap((item) => itemLines(item, style)),
  ...moreLines(data),
  // Each item says what follows from it.
  ...(data.items.length > 0 ? [] : nextLines(next))
].join("\n")

/** `sync diagnose`: how much was looked at, then each item at fault with what to do. */
export const syncDiagnoseView = makeView({ schema: "sync-diagnose@1", data: QueueDiagnosis, text })
