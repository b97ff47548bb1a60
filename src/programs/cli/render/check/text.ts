import type { CheckReport, CheckedRequirement } from "../../../../domain/check/CheckReport.js"
import type { Finding } from "../../../../domain/check/Finding.js"
import type { Outcome } from "../../../../domain/Diagnostic.js"
import { alignColumns } from "../columns.js"
import type { Mark, Style } from "../Style.js"
import { count } from "../words.js"
import { where } from "./where.js"

const marks: Record<CheckedRequirement["verdict"], Mark> = {
  passed: "done",
  failed: "failed",
  nothing_to_check: "skipped",
  not_checked: "skipped"
}
const wording: Record<CheckedRequirement["verdict"], string> = {
  passed: "passed",
  failed: "failed",
  nothing_to_check: "nothing to check",
  not_checked: "not checked"
}

/** A path's own `: ` would look like the end of the place. */
const shownPlace = (finding: Finding, { foreign }: Style): string => foreign(where(finding)).replaceAll(": ", ":\\u{20}")

/** One line that editors and CI read (U-39): nothing but the place stands before the severity. */
const findingLine = (finding: Finding, style: Style): string =>
  `${shownPlace(finding, style)}: ${finding.severity}: ${style.foreign(finding.message)} [${finding.rule_id}]`

/** What helps against several findings in a row is said once, below the last of them. */
const findingLines = (findings: ReadonlyArray<Finding>, style: Style): ReadonlyArray<string> =>
  findings.flatMap((finding, index) => [
    findingLine(finding, style),
    ...finding.fix === null || finding.fix === findings[index + 1]?.fix ? [] : [`  next  ${style.foreign(finding.fix)}`]
  ])

const verdicts = (report: CheckReport, style: Style): ReadonlyArray<string> => {
  const rows = alignColumns(report.requirements.map(({ evidence, requirement, verdict }) => [
    requirement, wording[verdict], style.foreign(evidence)
  ]))
  return report.requirements.map(({ verdict }, index) => `  ${style.mark(marks[verdict])} ${rows[index] ?? ""}`)
}

const sum = ({ findings }: CheckReport): string =>
  (["error", "warning", "note"] as const)
    .map((severity) => count(findings.filter((it) => it.severity === severity).length, severity))
    .join(", ")

const nothing = (report: CheckReport, style: Style): ReadonlyArray<string> =>
  report.nothing_matched.map((it) =>
    style.warn(it === "missions" ? "There is no mission to check." : `No mission has anything to check for ${it}.`))

/** Where nothing was looked at, that is what is said: it is no pass. */
const closing = ({ nothing_matched, passed, requirements, strict }: CheckReport, style: Style): string => {
  if (!passed) return style.bad(strict ? "Failed (--strict)" : "Failed")
  const idle = nothing_matched.includes("missions") || nothing_matched.length === requirements.length
  return idle ? style.warn("Nothing was checked (--strict makes that a failure)") : style.good("Passed")
}

/** Findings, one line each; then what was looked at, and what it came to. */
export const checkText = ({ data }: Outcome<CheckReport>, style: Style): string => {
  const found = findingLines(data.findings, style)
  return [
    ...found,
    ...found.length === 0 ? [] : [""],
    style.bold(`Checked ${count(data.missions.length, "mission")}`),
    ...verdicts(data, style),
    ...nothing(data, style),
    `${closing(data, style)}: ${sum(data)}.`
  ].join("\n")
}
