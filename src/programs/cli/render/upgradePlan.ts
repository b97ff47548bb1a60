import type { FileEdit, LegacyQueuePlan, PlannedChange, RowTally, UpgradeFileKind, UpgradePlan } from "../../../domain/upgrade/UpgradePlan.js"
import { alignColumns } from "./columns.js"
import { fact, type ItemLine, itemLines } from "./mission.js"
import type { Style } from "./Style.js"
import { count, thousands } from "./words.js"

/** How many names of a long list are shown without `-v`. */
const namesShown = 3
const leftAloneShown = 20

const kinds: Record<UpgradeFileKind, string> = {
  config: "config.yaml",
  identity: "local.yaml",
  meta: "meta.json",
  event_log: "event logs",
  status: "status.json",
  lanes: "lanes.json",
  snapshot: "snapshots",
  baseline: "baselines"
}

/** `a → b`, `a dropped (b is there)`, `b added`. */
const editName = ({ edit, from, to }: FileEdit, { foreign }: Style): string => {
  const old = foreign(from ?? "")
  const now = foreign(to ?? "")
  switch (edit) {
    case "rename":
      return `${old} -> ${now}`
    case "drop":
      return to === null ? `${old} dropped` : `${old} dropped (${now} is there)`
    case "add":
      return `${now} added`
  }
}

/** Each kind of edit of these files once, with the number of places, the most frequent first. */
const editSummary = (files: ReadonlyArray<PlannedChange>, style: Style): string => {
  const counts = new Map<string, number>()
  for (const edit of files.flatMap(({ edits }) => edits)) {
    const name = editName(edit, style)
    counts.set(name, (counts.get(name) ?? 0) + edit.count)
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([name, n]) => `${name} (${thousands(n)})`).join(", ")
}

const names = (files: ReadonlyArray<PlannedChange>, { foreign }: Style): string => {
  const shown = files.slice(0, namesShown).map(({ path }) => foreign(path)).join(", ")
  const more = files.length - namesShown
  return more > 0 ? `${shown} and ${thousands(more)} more` : shown
}

/** Per kind of file: how many, what happens to them, the first few. */
const summaryLines = (files: ReadonlyArray<PlannedChange>, style: Style): ReadonlyArray<string> => {
  const groups = new Map<UpgradeFileKind, ReadonlyArray<PlannedChange>>()
  for (const file of files) groups.set(file.kind, [...groups.get(file.kind) ?? [], file])
  const rows = [...groups].flatMap(([kind, group]) => [
    [kinds[kind], thousands(group.length), names(group, style)],
    ...(group.every(({ edits }) => edits.length === 0) ? [] : [["", "", editSummary(group, style)]])
  ])
  return alignColumns(rows).map((line) => `  ${line}`)
}

/** File by file, with what a person should know of each edit. */
const wholeLines = (files: ReadonlyArray<PlannedChange>, style: Style): ReadonlyArray<string> =>
  files.flatMap(({ action, edits, path }) => [
    `  ${action === "create" ? "make   " : "rewrite"}  ${style.foreign(path)}`,
    ...edits.map((edit) =>
      `           ${editName(edit, style)}${edit.count === 1 ? "" : ` (${thousands(edit.count)})`}` +
      (edit.note === null ? "" : `: ${style.foreign(edit.note)}`))
  ])

const tally = ({ already, of_others, to_copy, to_quarantine }: RowTally): string =>
  [
    `${thousands(to_copy)} to bring over`,
    ...(to_quarantine === 0 ? [] : [`${thousands(to_quarantine)} to quarantine`]),
    ...(already === 0 ? [] : [`${thousands(already)} brought over before`]),
    ...(of_others === 0 ? [] : [`${thousands(of_others)} of other projects, which stay`])
  ].join(", ")

const queueLines = ({ bodies, events, file, quarantine_reasons }: LegacyQueuePlan, style: Style): ReadonlyArray<string> => {
  const reasons = Object.entries(quarantine_reasons)
  return [
    fact("queue", style.foreign(file)),
    fact("", `events  ${tally(events)}`),
    fact("", `bodies  ${tally(bodies)}`),
    ...(reasons.length === 0
      ? []
      : [fact("", style.warn(`quarantine: ${reasons.map(([reason, n]) => `${style.foreign(reason)} (${thousands(n)})`).join(", ")}`))])
  ]
}

const identityLines = ({ identity }: UpgradePlan, { foreign }: Style): ReadonlyArray<string> => {
  const words = { keep: "stays", carry: "gets a section", make: "is made" } as const
  const rows = identity.map(({ note, part, path, step }) =>
    [part, words[step], `${foreign(path)}${note === null ? "" : `: ${foreign(note)}`}`])
  return alignColumns(rows).map((line, index) => fact(index === 0 ? "identity" : "", line))
}

const filesFact = (files: ReadonlyArray<PlannedChange>): string => {
  const made = files.filter(({ action }) => action === "create").length
  const rewritten = files.length - made
  return [
    ...(rewritten > 0 || made === 0 ? [`${thousands(rewritten)} to rewrite`] : []),
    ...(made > 0 ? [`${thousands(made)} to make`] : [])
  ].join(", ")
}

const leftAlone = ({ left_alone }: UpgradePlan, style: Style): ReadonlyArray<string> => {
  const items = left_alone.map(({ detail, line, path }): ItemLine => ({
    mark: "skipped",
    word: "left alone",
    subject: style.foreign(`${path}${line === null ? "" : `:${line}`}`),
    reason: style.foreign(detail)
  }))
  return items.length === 0 ? [] : ["", ...itemLines(items, style, leftAloneShown)]
}

/** The plan as a list: the same for a dry run and the run. `verbose`: every file by itself. */
export const planLines = (plan: UpgradePlan, style: Style, verbose: boolean): ReadonlyArray<string> => [
  style.bold("Upgrade to contract 3.0.0"),
  ...(plan.isEmpty ? [] : [...identityLines(plan, style), fact("files", filesFact(plan.files))]),
  ...plan.queues.flatMap((queue) => queueLines(queue, style)),
  ...(plan.isEmpty ? [] : [fact("originals", `kept in ${style.foreign(plan.backup_dir)}`)]),
  ...(plan.continues === null
    ? []
    : [fact("continues", `an upgrade that was interrupted: ${style.foreign(plan.continues)}`)]),
  ...(plan.files.length === 0 ? [] : ["", ...(verbose ? wholeLines : summaryLines)(plan.files, style)]),
  ...(verbose || plan.files.length <= namesShown ? [] : [`  ${count(plan.files.length, "file")} in all; -v lists each`]),
  ...leftAlone(plan, style)
]
