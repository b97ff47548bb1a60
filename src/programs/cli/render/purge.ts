import type { Outcome } from "../../../domain/Diagnostic.js"
import { type KeptKind, type NotRemoved, PurgeReport, type Undelivered } from "../../../domain/purge/PurgeReport.js"
import { makeView } from "../View.js"
import { alignColumns } from "./columns.js"
import { nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { count, size } from "./words.js"

const kinds: Record<KeptKind, string> = {
  queue: "queue",
  damaged_queue: "damaged queue",
  consent: "consent",
  identity: "identity",
  mission_event: "event of a new mission",
  lock: "lock",
  temporary: "left half written",
  purged: "left by a purge that was stopped",
  other: "unknown"
}

const reasons: Record<NotRemoved["reason"], string> = {
  in_repository: "in the repository: remove it there if you want to",
  shared: "all your projects use it",
  original_tool: "of the original tool"
}

const waiting = ({ leased, pending, quarantined }: Undelivered["events"]): number => leased + pending + quarantined

const undeliveredLine = ({ undelivered }: PurgeReport): string =>
  undelivered === null
    ? "Undelivered: nobody knows, since the queue can't be read."
    : `Undelivered: ${count(waiting(undelivered.events) + undelivered.owed_events, "event")} and ` +
      `${count(waiting(undelivered.bodies), "body", "bodies")}.`

const verdict = ({ bytes, dry_run, entries, removed }: PurgeReport): string => {
  const what = `${count(entries.length, "entry", "entries")}, ${size(bytes)}`
  if (removed) return `Removed: ${what}.`
  return dry_run ? `A dry run: ${what}, nothing was removed.` : `Nothing was removed: ${what}.`
}

const text = ({ data, next }: Outcome<PurgeReport>, style: Style): string => {
  const { foreign } = style
  const { entries, not_removed, project_uuid } = data
  const whose = project_uuid === null ? "this checkout, which has no project id" : `project ${project_uuid}`
  const stays = alignColumns(not_removed.map(({ path, reason }) => [foreign(path), reasons[reason]])).map((row) => `  ${row}`)
  const staying = stays.length === 0 ? [] : ["", "Stays:", ...stays]
  if (entries.length === 0) return [`Nothing is kept outside the repository for ${whose}.`, ...staying].join("\n")
  return [
    style.bold(`Kept outside the repository for ${whose}`),
    ...alignColumns(entries.map(({ bytes, kind, path }) => [kinds[kind], size(bytes), foreign(path)])).map((row) => `  ${row}`),
    undeliveredLine(data),
    verdict(data),
    "Other worktrees of the project use the same queue and consent.",
    ...staying,
    ...nextLines(next)
  ].join("\n")
}

/** `purge`: what was kept, and what stays. */
export const purgeView = makeView({ schema: "purge@1", data: PurgeReport, text })
