import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf } from "../../domain/exitCode.js"
import type { Upgraded } from "../../domain/upgrade/UpgradeReport.js"
import { UpgradeReport } from "../../domain/upgrade/UpgradeReport.js"
import { takeNotices } from "../../services/Notices.js"
import { ProjectFiles } from "../../services/ProjectFiles.js"
import { applyUpgrade } from "./applyUpgrade.js"
import { generationNow, type PlannedUpgrade, planUpgrade } from "./planUpgrade.js"
import { upgradeDiagnostics } from "./upgradeDiagnostics.js"
import { upgradeCommand } from "../../domain/upgrade/upgradeCommand.js"

/** What `upgrade` was asked for. */
export interface UpgradeOptions {
  /** Say what would be done, and write nothing. */
  readonly dryRun: boolean
  /** `--backup-dir` as it was typed, for the commands that are named next; null without. */
  readonly backupDir: string | null
}

/** Commands that help from here. */
const nextOf = ({ plan, scope }: PlannedUpgrade, upgraded: Upgraded | null, { backupDir, dryRun }: UpgradeOptions) => {
  if (dryRun) return plan.isEmpty ? [] : [upgradeCommand({ backupDir })]
  if (upgraded === null) return []
  // Without a config.yaml that can be read, sync has nobody to send for.
  return [...(scope === null ? [] : ["spec-kitty sync"]), upgradeCommand({ backupDir, flag: "--rollback" })]
}

const answer = Effect.fn("upgrade.answer")(function*(
  planned: PlannedUpgrade,
  upgraded: Upgraded | null,
  options: UpgradeOptions
) {
  const { plan, scope } = planned
  const isPartial = plan.left_alone.length > 0 || scope === null || (upgraded?.left_alone.length ?? 0) > 0
  const outcome: Outcome<UpgradeReport> = {
    data: new UpgradeReport({ dry_run: options.dryRun, plan, upgraded, rolled_back: null }),
    diagnostics: [...upgradeDiagnostics(planned, upgraded, options), ...yield* takeNotices],
    exitCode: exitCodeOf(isPartial ? ["findings"] : []),
    next: nextOf(planned, upgraded, options)
  }
  return outcome
})

/** Another process may have upgraded the checkout, or rolled it back, between the plan and our turn. */
const upToDate = (planned: PlannedUpgrade) =>
  Effect.flatMap(generationNow, (generation) =>
    generation === planned.generation ? Effect.succeed(planned) : planUpgrade())

/**
 * Brings the project's files and the rows that wait in the original tool's queues to contract 3.0.0. What can't be read
 * is named and stops nothing (exit 3). Where there is nothing to do it writes nothing.
 */
export const upgrade = Effect.fn("upgrade")(function*(options: UpgradeOptions) {
  const planned = yield* planUpgrade()
  if (options.dryRun || planned.plan.isEmpty) return yield* answer(planned, null, options)
  const files = yield* ProjectFiles
  return yield* files.exclusively(Effect.gen(function*() {
    const current = yield* upToDate(planned)
    return yield* answer(current, current.plan.isEmpty ? null : yield* applyUpgrade(current), options)
  }))
})
