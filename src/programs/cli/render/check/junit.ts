import type { CheckedMission, CheckedRequirement, CheckReport } from "../../../../domain/check/CheckReport.js"
import { fails, type Finding } from "../../../../domain/check/Finding.js"
import { escapeText } from "../escape.js"
import { where } from "./where.js"

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&apos;" }

/** Text and attributes alike. What XML 1.0 can't hold, and what an attribute would lose, is shown. */
const xml = (text: string): string =>
  escapeText(text)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, (character) => entities[character] ?? "")

const attributes = (values: { readonly [name: string]: string | number }): string =>
  Object.entries(values).map(([name, value]) => ` ${name}="${xml(String(value))}"`).join("")

const line = (finding: Finding): string =>
  xml(`${where(finding)}: ${finding.severity}: ${finding.message}${finding.fix === null ? "" : ` Next: ${finding.fix}`}`)

interface Case {
  readonly suite: string
  readonly requirement: string
  readonly failures: ReadonlyArray<Finding>
  readonly told: ReadonlyArray<Finding>
  /** Why it says nothing; null where it does. */
  readonly skipped: string | null
  readonly evidence: string
}

const testcase = ({ evidence, failures, requirement, skipped, suite, told }: Case): ReadonlyArray<string> => [
  `    <testcase${attributes({ classname: `spec-kitty.${suite}`, name: requirement })}>`,
  ...skipped === null ? [] : [`      <skipped${attributes({ message: skipped })}/>`],
  ...failures.map((finding) => `      <failure${attributes({ type: finding.rule_id, message: finding.message })}>${line(finding)}</failure>`),
  `      <system-out>${[xml(evidence), ...told.map(line)].join("\n")}</system-out>`,
  "    </testcase>"
]

const suiteOf = (name: string, cases: ReadonlyArray<Case>, timestamp: string): ReadonlyArray<string> => {
  const failures = cases.filter((it) => it.failures.length > 0).length
  const skipped = cases.filter((it) => it.skipped !== null).length
  return [
    `  <testsuite${attributes({ name, tests: cases.length, failures, errors: 0, skipped, time: 0, timestamp })}>`,
    ...cases.flatMap(testcase),
    "  </testsuite>"
  ]
}

/** A case of these says nothing, and must not be taken for a pass. */
const idle: ReadonlySet<CheckedRequirement["verdict"]> = new Set(["nothing_to_check", "not_checked"])

const caseOf = (report: CheckReport, suite: string, mission: string | null) => (checked: CheckedRequirement): Case => {
  const { evidence, requirement, verdict } = checked
  const findings = report.findings.filter((it) => it.mission_slug === mission && it.requirement === requirement)
  const failures = findings.filter((it) => fails(it, report.strict))
  return {
    suite,
    requirement,
    failures,
    told: findings.filter((it) => !failures.includes(it)),
    skipped: failures.length === 0 && idle.has(verdict) ? evidence : null,
    evidence
  }
}

/** A suite for the project as a whole: its cases hold what is about no one mission, and what was looked at. */
const projectCases = (report: CheckReport): ReadonlyArray<Case> => report.requirements.map(caseOf(report, "project", null))

const missionCases = (report: CheckReport, mission: CheckedMission): ReadonlyArray<Case> =>
  mission.requirements.map(caseOf(report, mission.mission_slug, mission.mission_slug))

/** The report as JUnit XML: a suite per mission, a case per requirement, a failure per finding that fails the check. */
export const checkJunit = (report: CheckReport): string => {
  const suites = [
    { name: "project", cases: projectCases(report) },
    ...report.missions.map((mission) => ({ name: mission.mission_slug, cases: missionCases(report, mission) }))
  ]
  const cases = suites.flatMap((suite) => suite.cases)
  const failures = cases.filter((it) => it.failures.length > 0).length
  const skipped = cases.filter((it) => it.skipped !== null).length
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites${attributes({ name: "spec-kitty check", tests: cases.length, failures, errors: 0, skipped, time: 0 })}>`,
    ...suites.flatMap(({ cases: own, name }) => suiteOf(name, own, report.checked_at)),
    "</testsuites>"
  ].join("\n")
}
