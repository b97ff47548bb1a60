import type { Check } from "../../../domain/health/Check.js"
import type { Mark, Style } from "./Style.js"
import { padCells } from "./columns.js"

const marks: Record<Check["verdict"], Mark> = { ok: "done", warning: "queued", error: "failed", unknown: "skipped" }

/** One check: its verdict in a word, what was looked at, and below it why and what to do. */
const checkLines = ({ evidence, fix, title, verdict, why }: Check, style: Style, width: number): ReadonlyArray<string> => {
  const { foreign } = style
  const said = evidence === null ? "nothing to look at" : foreign(evidence)
  return [
    `  ${style.mark(marks[verdict])} ${verdict.padEnd(7)}  ${padCells(title, width)}  ${said}`,
    ...(why === null ? [] : [`      why   ${foreign(why)}`]),
    ...(fix === null ? [] : [`      next  ${foreign(fix)}`])
  ]
}

/** Checks one below the other, titles in a column. */
export const checksText = (checks: ReadonlyArray<Check>, style: Style): ReadonlyArray<string> => {
  const width = Math.max(0, ...checks.map(({ title }) => title.length))
  return checks.flatMap((check) => checkLines(check, style, width))
}
