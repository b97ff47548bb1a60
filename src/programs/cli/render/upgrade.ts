import type { Outcome } from "../../../domain/Diagnostic.js"
import { type RolledBack, type Upgraded, UpgradeReport } from "../../../domain/upgrade/UpgradeReport.js"
import { makeView } from "../View.js"
import { type ItemLine, itemLines, nextLines } from "./mission.js"
import type { Style } from "./Style.js"
import { planLines } from "./upgradePlan.js"
import { count, thousands } from "./words.js"

const linesShown = 40

const files = (n: number): string => `${thousands(n)} ${n === 1 ? "file" : "files"}`
const rows = ({ copied, quarantined }: Upgraded["events"], one: string, many: string): string =>
  `${thousands(copied)} ${copied === 1 ? one : many}${quarantined === 0 ? "" : ` (and ${thousands(quarantined)} to quarantine)`}`

const changed = (left: RolledBack["left_alone"], style: Style): ReadonlyArray<string> =>
  itemLines(
    left.map(({ detail, path }): ItemLine =>
      ({ mark: "skipped", word: "left alone", subject: style.foreign(path), reason: style.foreign(detail) })),
    style,
    linesShown
  )

const upgradedLines = (upgraded: Upgraded, style: Style): ReadonlyArray<string> => [
  ...changed(upgraded.left_alone, style),
  `Done, and read back: ${files(upgraded.files)} written, ${rows(upgraded.events, "event", "events")} and ` +
  `${rows(upgraded.bodies, "body", "bodies")} brought over. The originals are in ${style.foreign(upgraded.backup)}.`
]

const rolledBackLines = (rolledBack: RolledBack, style: Style): ReadonlyArray<string> => [
  style.bold("Rollback of the newest upgrade"),
  ...changed(rolledBack.left_alone, style),
  `${files(rolledBack.files)} ${rolledBack.files === 1 ? "is" : "are"} as before the upgrade; ` +
  `${count(rolledBack.rows, "row")} taken out of the project's queue again.`,
  rolledBack.backup === null
    ? "The backup is removed."
    : `The backup ${style.foreign(rolledBack.backup)} is kept, with the originals of what was left alone.`
]

const closing = ({ dry_run, plan, upgraded }: UpgradeReport, style: Style): ReadonlyArray<string> => {
  if (upgraded !== null) return upgradedLines(upgraded, style)
  if (plan?.isEmpty === true) return ["Nothing to upgrade. Nothing was written."]
  return dry_run ? ["This was a dry run: nothing was written."] : []
}

const text = (verbose: boolean) => ({ data, next }: Outcome<UpgradeReport>, style: Style): string => [
  ...(data.plan === null ? [] : [...planLines(data.plan, style, verbose), ""]),
  ...(data.rolled_back === null ? closing(data, style) : rolledBackLines(data.rolled_back, style)),
  ...nextLines(next)
].join("\n")

/** `upgrade`: the plan, and what was done about it. `verbose`: every file by itself. */
export const upgradeView = ({ verbose }: { readonly verbose: boolean }) =>
  makeView({
    schema: "upgrade@1",
    data: UpgradeReport,
    text: text(verbose),
    tells: ({ code }) => code === "UPGRADE-05" || code === "UPGRADE-08"
  })
