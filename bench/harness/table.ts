import * as os from "node:os"
import type { Spread, Verdict } from "./verdict.js"

const milliseconds = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(4)

const spreadText = ({ max, median, min }: Spread): string =>
  `${milliseconds(median)} (${milliseconds(min)}–${milliseconds(max)})`

const reachText = ({ result: { measured, reach } }: Verdict): string =>
  [
    "max" in reach ? `≤ ${reach.max} × the time` : `≥ ${reach.min} × the speed`,
    ...measured.limits.map(({ max, unit, what }) => `${what} ≤ ${max} ${unit}`)
  ].join("; ")

const ratioText = ({ ratio, result: { measured } }: Verdict): string =>
  [ratio.toFixed(2), ...measured.limits.map(({ unit, value, what }) => `${what} ${value} ${unit}`)].join("; ")

const columns = ["case", "work", "ours, ms", "reference", "reference, ms", "ratio", "reach", "reached"]

const row = (verdict: Verdict): ReadonlyArray<string> => [
  verdict.result.name,
  verdict.result.work,
  spreadText(verdict.ours),
  verdict.result.reference,
  spreadText(verdict.reference),
  ratioText(verdict),
  reachText(verdict),
  verdict.reached ? "yes" : "**no**"
]

const line = (cells: ReadonlyArray<string>): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`

const alsoLines = (verdicts: ReadonlyArray<Verdict>): ReadonlyArray<string> =>
  verdicts.flatMap(({ result: { measured, name } }) => measured.also.map((text) => `- ${name}: ${text}`))

/** The table in Markdown: median (least–most) of the counted rounds. */
export const markdown = (verdicts: ReadonlyArray<Verdict>): string => {
  const also = alsoLines(verdicts)
  return [
    line(columns),
    line(columns.map(() => "---")),
    ...verdicts.map((verdict) => line(row(verdict))),
    ...also.length === 0 ? [] : ["", ...also]
  ].join("\n")
}

/** Under which circumstances the figures came to be. `date` is RFC 3339. */
export const circumstances = (verdicts: ReadonlyArray<Verdict>, date: string, command: string): string => {
  const processors = os.cpus()
  const rounds = verdicts.map(({ result: { name, rounds } }) => `${name} ${rounds}`).join(", ")
  return [
    `${date.slice(0, 10)}, Node ${process.version}, ${processors.length} × ${processors[0]?.model.trim() ?? "unknown"}.`,
    `Command: \`${command}\`. Counted rounds: ${rounds}.`
  ].join("\n")
}
