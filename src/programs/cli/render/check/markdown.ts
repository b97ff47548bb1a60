import type { CheckReport, CheckedRequirement } from "../../../../domain/check/CheckReport.js"
import type { Finding } from "../../../../domain/check/Finding.js"
import { escapeText } from "../escape.js"
import { count } from "../words.js"
import { where } from "./where.js"

/** Text that shows as it is: no markup, no HTML, no mention and no link comes of it, and it stays in its cell. */
const plain = (text: string): string =>
  escapeText(text)
    .replace(/[\\`*_{}[\]()#+!|<>~&@]/g, "\\$&")
    .replaceAll("://", ":\\/\\/")
    .replace(/www\./gi, "www\\.")

const row = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`
const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> =>
  rows.length === 0 ? [] : [row(head), row(head.map(() => "---")), ...rows.map(row), ""]

const verdict: Record<CheckedRequirement["verdict"], string> = {
  passed: "✔ passed",
  failed: "✘ failed",
  nothing_to_check: "– nothing to check",
  not_checked: "– not checked"
}

const findingRow = (finding: Finding): ReadonlyArray<string> => [
  finding.severity,
  plain(where(finding)),
  plain(finding.message),
  plain(finding.fix ?? ""),
  finding.rule_id
]

const requirementRow = (name: string) => ({ evidence, requirement, verdict: came }: CheckedRequirement): ReadonlyArray<string> =>
  [plain(name), requirement, verdict[came], plain(evidence)]

/** A summary for people: what was asked for, per mission, and every finding; of very many the first `limit`. */
export const checkMarkdown = (report: CheckReport, limit = Infinity): string => {
  const { findings, missions, passed, requirements } = report
  const more = findings.length - limit
  return [
    `## spec-kitty check: ${passed ? "passed" : "failed"}`,
    "",
    ...table(["mission", "required", "verdict", "evidence"], [
      ...requirements.map(requirementRow("all missions")),
      ...missions.slice(0, limit).flatMap((mission) => mission.requirements.map(requirementRow(mission.mission_slug)))
    ]),
    `${count(findings.length, "finding")}${report.strict ? "; warnings fail the check (--strict)" : ""}.`,
    "",
    ...table(["severity", "where", "what", "next", "rule"], findings.slice(0, limit).map(findingRow)),
    ...more > 0 ? [`… and ${more} more: spec-kitty check --json lists all of them.`] : []
  ].join("\n").trimEnd()
}
