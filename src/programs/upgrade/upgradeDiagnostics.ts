import { Diagnostic } from "../../domain/Diagnostic.js"
import type { LeftAlone } from "../../domain/upgrade/UpgradePlan.js"
import type { Upgraded } from "../../domain/upgrade/UpgradeReport.js"
import type { PlannedUpgrade } from "./planUpgrade.js"
import { quarantineReasons } from "./rowCounts.js"

const left = ({ detail, line, path }: LeftAlone): Diagnostic =>
  new Diagnostic({
    severity: "warning",
    code: "UPGRADE-05",
    message: `${path}${line === null ? "" : `:${line}`} is left as it is.`,
    why: detail,
    fix: "see to it, then run spec-kitty upgrade again",
    target: path
  })

const unknownProject = new Diagnostic({
  severity: "warning",
  code: "UPGRADE-06",
  message: "No row of the original tool's queues is brought over.",
  why: ".kittify/config.yaml can't be read, so nobody knows which of them are this project's; they stay where they are",
  fix: "correct .kittify/config.yaml, then run spec-kitty upgrade again",
  target: ".kittify/config.yaml"
})

const list = "spec-kitty sync queue list --state quarantined"

const quarantined = (reasons: ReadonlyArray<readonly [string, number]>, dryRun: boolean): Diagnostic => {
  const rows = reasons.reduce((total, [, n]) => total + n, 0)
  return new Diagnostic({
    severity: "warning",
    code: "UPGRADE-07",
    message: rows === 1
      ? "One row of the original tool's queues can't be sent as it is: it goes to quarantine with its raw text."
      : `${rows} rows of the original tool's queues can't be sent as they are: they go to quarantine with their raw text.`,
    why: reasons.map(([reason, n]) => `${reason}: ${n}`).join(", "),
    fix: dryRun ? `spec-kitty upgrade; then ${list}` : list,
    target: null
  })
}

/** What a person should know of an upgrade. The plan's own are the same for a dry run and the run. */
export const upgradeDiagnostics = (
  { plan, scope }: PlannedUpgrade,
  upgraded: Upgraded | null,
  { dryRun }: { readonly dryRun: boolean }
): ReadonlyArray<Diagnostic> => {
  const reasons = quarantineReasons(plan.queues)
  return [
    ...[...plan.left_alone, ...upgraded?.left_alone ?? []].map(left),
    ...(scope === null ? [unknownProject] : []),
    ...(reasons.length === 0 ? [] : [quarantined(reasons, dryRun)])
  ]
}
