import type { CheckReport } from "../../../../domain/check/CheckReport.js"
import type { Finding, Severity } from "../../../../domain/check/Finding.js"
import { rules } from "../../../../domain/check/rules.js"
import { escapeText } from "../escape.js"

const commands: Record<Severity, string> = { error: "error", warning: "warning", note: "notice" }

/** The escapes of GitHub's workflow commands; for what else is not to be seen there is none, so it is shown. */
const data = (text: string): string =>
  escapeText(text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A"))
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C")

const place = ({ column, line, path }: Finding): string =>
  [`file=${property(path)}`, ...line === null ? [] : [`line=${line}`, ...column === null ? [] : [`col=${column}`]]].join(",")

const annotation = (finding: Finding): string => {
  const { fix, message, rule_id, severity } = finding
  const title = property(`${rules[rule_id].title} (${rule_id})`)
  const words = fix === null ? message : `${message}\nNext: ${fix}`
  return `::${commands[severity]} ${place(finding)},title=${title}::${data(words)}`
}

/** One workflow command per finding: GitHub shows each as an annotation at its place. */
export const annotations = ({ findings }: CheckReport): ReadonlyArray<string> => findings.map(annotation)

/** The annotations, then one line for the log: what was looked at, so that silence is never taken for a pass. */
export const checkGithub = (report: CheckReport): string => [
  ...annotations(report),
  `spec-kitty check ${report.passed ? "passed" : "failed"}: ${report.requirements
    .map(({ evidence, requirement }) => `${requirement} (${evidence})`).join("; ")}`
].join("\n")

/** A line of text on GitHub: the runner takes `##[` for a command of the older kind wherever it stands. */
export const withoutCommands = (text: string): string => text.replaceAll("##[", "#\\u{23}[")
