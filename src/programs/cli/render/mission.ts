import type { KnownNamespace } from "../../../domain/dossier/ScanReport.js"
import { alignColumns } from "./columns.js"
import type { Mark, Style } from "./Style.js"

/** `Mission 047-x  ·  main  ·  software-dev v1`; a part that is not known says so. */
export const missionHeading = (namespace: KnownNamespace, style: Style): string => {
  const { foreign } = style
  const branch = namespace.target_branch === null ? "no target branch" : foreign(namespace.target_branch)
  const type = namespace.mission_type === null
    ? "no mission type"
    : `${foreign(namespace.mission_type)} v${foreign(namespace.manifest_version)}`
  return `${style.bold(`Mission ${foreign(namespace.mission_slug)}`)}  ${style.dot}  ${branch}  ${style.dot}  ${type}`
}

/** One line about one file: a mark, the word for it, the file, the reason. */
export interface ItemLine {
  readonly mark: Mark
  readonly word: string
  /** Already escaped. */
  readonly subject: string
  /** Already escaped. */
  readonly reason: string
}

const namesShown = 3

/** Files with the same word and reason as one line: `meta.json, status.json, lanes.json and 2 more`. */
export const grouped = (items: ReadonlyArray<ItemLine>): ReadonlyArray<ItemLine> => {
  const groups = new Map<string, ReadonlyArray<ItemLine>>()
  for (const item of items) {
    const key = JSON.stringify([item.mark, item.word, item.reason])
    groups.set(key, [...groups.get(key) ?? [], item])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const names = group.slice(0, namesShown).map(({ subject }) => subject).join(", ")
    const more = group.length - namesShown
    return [{ ...first, subject: more > 0 ? `${names} and ${more} more` : names }]
  })
}

/** Item lines in aligned columns, indented; after `limit` of them one line says how many more there are. */
export const itemLines = (items: ReadonlyArray<ItemLine>, style: Style, limit = Infinity): ReadonlyArray<string> => {
  const shown = items.slice(0, limit)
  const rows = alignColumns(shown.map(({ word, subject, reason }) => [word, subject, reason]))
  const lines = shown.map(({ mark }, index) => `  ${style.mark(mark)} ${rows[index] ?? ""}`)
  const more = items.length - shown.length
  return more > 0 ? [...lines, `    and ${more} more; --json lists all of them`] : lines
}

/** `  label     text`, the label in a column of its own. */
export const fact = (label: string, text: string): string => `  ${label.padEnd(10)}${text}`

/** The lines that a report ends with: what to run next. */
export const nextLines = (next: ReadonlyArray<string>): ReadonlyArray<string> =>
  next.map((command, index) => `${index === 0 ? "Next:" : "     "} ${command}`)
