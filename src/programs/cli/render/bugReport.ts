import { BugReport, type PartUnavailable, type ReportPart } from "../../../domain/bugreport/BugReport.js"
import { placeSuffix } from "../../../domain/Place.js"
import type { SettingEntry } from "../../../domain/SettingsReport.js"
import type { SyncStatus } from "../../../domain/sync/SyncReport.js"
import { makeView } from "../View.js"
import { alignColumns } from "./columns.js"
import { escapeText } from "./escape.js"

type Rows = ReadonlyArray<ReadonlyArray<string>>

/** A text of others can't end the block that it stands in. */
const safe = (text: string): string => escapeText(text).replaceAll("`", "'")

const block = (rows: Rows): ReadonlyArray<string> => ["```text", ...alignColumns(rows.map((row) => row.map(safe))), "```"]

const notHad = ({ code, message, why }: PartUnavailable): ReadonlyArray<string> =>
  block([[`not available: ${code}`], [message], [why]])

const section = <A>(title: string, part: ReportPart, data: A | null, report: BugReport, rows: (data: A) => Rows) => {
  const missing = report.unavailable.find((one) => one.part === part)
  const body = missing !== undefined ? notHad(missing) : data === null ? ["There is none."] : block(rows(data))
  return ["", `### ${title}`, "", ...body]
}

const settingRow = ({ name, origin, overrides, problem, value }: SettingEntry): ReadonlyArray<string> => [
  name,
  value === null ? "not set" : String(value),
  origin.kind === "built_in" ? "built in" : `${origin.name}${placeSuffix(origin)}`,
  [...(overrides.length === 0 ? [] : [`over ${overrides.map((one) => String(one.value)).join(", ")}`]), ...(problem === null ? [] : [problem])]
    .join("; ")
]

const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of).map(([state, rows]) => `${rows} ${state}`).join(", ")

const syncRows = (status: SyncStatus): Rows => [
  ["server", status.server ?? "none", status.blocked ?? ""],
  ["events", counts(status.events)],
  ["bodies", counts(status.bodies)],
  ["oldest", status.oldest_queued_at ?? "nothing waits", status.stalled ? "stalled" : ""],
  ["next attempt", status.next_attempt_at ?? "none"],
  ["last error", status.last_error === null ? "none" : `${status.last_error.reason_code}: ${status.last_error.reason}`],
  ...status.quarantined.map((one) => [
    "refused", `${one.kind} ${one.mission_slug ?? "-"} ${one.subject}: ${one.reason_code ?? "no code"}: ${one.reason ?? "no reason"}`
  ])
]

/** Ready to paste into an issue. */
export const bugReportMarkdown = (report: BugReport): string => {
  const { program } = report
  return [
    "## Report of a bug in spec-kitty",
    "",
    "What happened, what you expected, and the command:",
    "",
    "",
    "### Program",
    "",
    ...block([
      ["spec-kitty", `${program.version} (${program.installed})`],
      ["node", program.node],
      ["system", `${program.platform} ${program.release} ${program.arch}`],
      ["git", program.git ?? "did not answer"],
      ["names", report.names]
    ]),
    ...section("Settings", "settings", report.settings, report, ({ settings }) => settings.map(settingRow)),
    ...section("Checks", "checks", report.checks, report, (checks) =>
      checks.flatMap(({ evidence, id, verdict, why }) => [
        [verdict, id, evidence ?? "nothing to look at"], ...(why === null ? [] : [["", "", `why: ${why}`]])
      ])),
    ...section("Sync", "sync", report.sync, report, syncRows),
    ...section("Queue file", "queue_file", report.queue_file, report, (file) => [
      [file.path],
      [`${file.size_bytes} bytes, SQLite ${file.sqlite_version}, schema ${file.schema_version}, application id 0x${file.application_id.toString(16)}, ` +
        `journal ${file.journal_mode}`],
      ...file.faults.map((fault) => [fault])
    ]),
    ...section("Contract", "contract", report.contract, report, (contract) => [
      [`${contract.contract_version}, sha256 ${contract.sha256}, ${contract.contexts} contexts`]
    ])
  ].join("\n")
}

/** `bugreport`; of a report that is kept in a file, where it is. */
export const bugReportView = (keptIn: string | null) =>
  makeView({
    schema: "bugreport@1",
    data: BugReport,
    text: ({ data, exitCode }, { foreign }) =>
      keptIn === null || exitCode !== 0
        ? bugReportMarkdown(data)
        : `The report is in ${foreign(keptIn)}. Read it before you post it.`,
    reports: { markdown: ({ data }) => bugReportMarkdown(data) }
  })
