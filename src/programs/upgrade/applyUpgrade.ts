import * as Effect from "effect/Effect"
import { MigratedRowsTooMany } from "../../domain/upgrade/upgradeErrors.js"
import type { LeftAlone } from "../../domain/upgrade/UpgradePlan.js"
import type { Upgraded } from "../../domain/upgrade/UpgradeReport.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import type { RewrittenFile } from "../../services/LegacyFiles.js"
import { LegacyQueues, type MigratedRows } from "../../services/LegacyQueues.js"
import { Progress } from "../../services/Progress.js"
import { ProjectFiles } from "../../services/ProjectFiles.js"
import { UpgradeBackup } from "../../services/UpgradeBackup.js"
import type { PlannedUpgrade } from "./planUpgrade.js"
import { plannedRows, rowTotal } from "./rowCounts.js"
import { verifyUpgrade } from "./verifyUpgrade.js"

const noRows: MigratedRows = { events: { copied: 0, quarantined: 0 }, bodies: { copied: 0, quarantined: 0 } }

const changedMeanwhile = (path: string, detail: string): LeftAlone => ({ path, line: null, detail })

/** Writes one file after the other. Returns those that were not as they had been read: they stay as they are. */
const writeFiles = Effect.fn("upgrade.writeFiles")(function*(files: ReadonlyArray<RewrittenFile>) {
  const projectFiles = yield* ProjectFiles
  const { hash } = yield* ContentHasher
  const progress = yield* Progress
  const changed: Array<LeftAlone> = []
  for (const [done, { after, before, mode, path }] of files.entries()) {
    yield* progress.step({ _tag: "Rewriting", path, done, total: files.length })
    const expected = before === null ? null : hash(before)
    if (!(yield* projectFiles.replace(path, { expected, content: after, mode }))) {
      changed.push(changedMeanwhile(path, "it was changed while the upgrade ran"))
    }
  }
  return changed
})

/** In one transaction, or not at all. */
const migrateRows = Effect.fn("upgrade.migrateRows")(function*({ plan, scope }: PlannedUpgrade) {
  if (scope === null || rowTotal(plannedRows(plan.queues)) === 0) return noRows
  return yield* (yield* LegacyQueues).migrate(scope).pipe(
    Effect.catchTag("QueueFull", ({ why }) => new MigratedRowsTooMany({ detail: why }))
  )
})

/** Whether the ids that rows are brought over under are the ones on disk now. */
const identityStands = (files: ReadonlyArray<RewrittenFile>, leftAlone: ReadonlyArray<LeftAlone>): boolean => {
  const left = new Set(leftAlone.map(({ path }) => path))
  return !files.some(({ kind, path }) => (kind === "config" || kind === "identity") && left.has(path))
}

/**
 * Originals first, then one file after the other, then all rows at once, then everything is read back. It may be killed
 * at any moment: each file is old or new by then, and the next upgrade goes on with the same backup.
 */
export const applyUpgrade = Effect.fn("applyUpgrade")(function*(planned: PlannedUpgrade) {
  const store = yield* UpgradeBackup
  const { plan, rewritten } = planned
  const queueRows = rowTotal(plannedRows(plan.queues)) > 0
  const { backup, changed } = yield* store.keep({ files: rewritten.files, projectUuid: planned.scope?.project ?? null, queueRows })
  const files = rewritten.files.filter(({ path }) => !changed.has(path))
  const leftAlone = [
    ...[...changed].map((path) => changedMeanwhile(path, "it was changed after an upgrade that was interrupted")),
    ...yield* writeFiles(files)
  ]
  const migrates = identityStands(rewritten.files, leftAlone)
  const rows = migrates ? yield* migrateRows(planned) : noRows
  const left = new Set(leftAlone.map(({ path }) => path))
  const written = files.filter(({ path }) => !left.has(path))
  const since = yield* verifyUpgrade(planned, { written, left, rows: migrates ? rows : null })
  yield* store.complete(backup)
  const upgraded: Upgraded = {
    files: written.length,
    ...rows,
    left_alone: [...leftAlone, ...since],
    backup: backup.folder
  }
  return upgraded
})
