import type { CheckReport } from "../../../../domain/check/CheckReport.js"
import type { Finding } from "../../../../domain/check/Finding.js"
import { fingerprints } from "../../../../domain/check/fingerprints.js"
import { RuleId, rules } from "../../../../domain/check/rules.js"
import type { Outcome } from "../../../../domain/Diagnostic.js"
import { escapeJson } from "../escape.js"

/** A relative URI; a lone surrogate can't stand in one. */
const uriOf = (path: string): string =>
  path.replace(/\p{Cs}/gu, "\ufffd").split("/").map(encodeURIComponent).join("/")

/** In a message of SARIF `[text](target)` is a link: words of others must not become one. */
const messageText = (text: string): string => text.includes("](") ? text.replace(/[\\[\]]/g, "\\$&") : text

const rule = (id: RuleId) => ({
  id,
  name: id,
  shortDescription: { text: rules[id].title },
  fullDescription: { text: rules[id].help },
  help: {
    text: `${rules[id].title}. ${rules[id].help} (docs/check.md#${id})`,
    markdown: `**${rules[id].title}.** ${rules[id].help}\n\n\`docs/check.md#${id}\``
  }
})

/** What is about a whole file is shown at its first line: a code scanner shows nothing that has none. */
const region = ({ column, line }: Finding) => ({
  startLine: line ?? 1,
  ...column === null ? {} : { startColumn: column }
})

const result = (finding: Finding, fingerprint: string) => ({
  ruleId: finding.rule_id,
  ruleIndex: RuleId.literals.indexOf(finding.rule_id),
  level: finding.severity,
  message: { text: messageText(finding.fix === null ? finding.message : `${finding.message} Next: ${finding.fix}`) },
  locations: [{
    physicalLocation: {
      artifactLocation: { uri: uriOf(finding.path), uriBaseId: "%SRCROOT%" },
      region: region(finding)
    },
    ...finding.mission_slug === null ? {} : { logicalLocations: [{ name: finding.mission_slug, kind: "mission" }] }
  }],
  partialFingerprints: { "specKittyFinding/v1": fingerprint }
})

const levels = { error: "error", warning: "warning", info: "note" } as const

/** What bears on the run and is found in no file: that there was nothing to check, a queue that was damaged. */
const notifications = ({ data: { nothing_matched }, diagnostics }: Outcome<CheckReport>) => [
  ...nothing_matched.map((it) => ({
    level: "warning",
    message: { text: it === "missions" ? "There is no mission to check." : `No mission has anything to check for ${it}.` }
  })),
  ...diagnostics.map(({ message, severity }) => ({ level: levels[severity], message: { text: messageText(message) } }))
]

/** The report as SARIF 2.1.0 (OASIS), one run. `exitCode` is that of this command, which did finish. */
export const checkSarif = (version: string, outcome: Outcome<CheckReport>): string => {
  const report = outcome.data
  const keys = fingerprints(report.findings)
  return escapeJson(JSON.stringify({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{
      tool: { driver: { name: "spec-kitty", version, rules: RuleId.literals.map(rule) } },
      automationDetails: { id: `spec-kitty-check/${report.requirements.map(({ requirement }) => requirement).join("+")}/` },
      columnKind: "utf16CodeUnits",
      originalUriBaseIds: { "%SRCROOT%": { description: { text: "The repository's root." } } },
      invocations: [{
        executionSuccessful: true,
        endTimeUtc: report.checked_at,
        exitCode: outcome.exitCode,
        exitCodeDescription: report.passed ? "nothing that fails the check was found" : "there are findings",
        toolExecutionNotifications: notifications(outcome)
      }],
      results: report.findings.map((finding, index) => result(finding, keys[index] ?? "")),
      properties: { requirements: report.requirements, nothing_matched: report.nothing_matched }
    }]
  }))
}
