import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Diagnostic, type Outcome } from "../../domain/Diagnostic.js"
import { exitCodeOf } from "../../domain/exitCode.js"
import type { BackupManifest, KeptFile } from "../../domain/upgrade/BackupManifest.js"
import { restoration } from "../../domain/upgrade/restoration.js"
import { NoBackup } from "../../domain/upgrade/upgradeErrors.js"
import type { LeftAlone } from "../../domain/upgrade/UpgradePlan.js"
import { type RolledBack, UpgradeReport } from "../../domain/upgrade/UpgradeReport.js"
import { LegacyQueues } from "../../services/LegacyQueues.js"
import { takeNotices } from "../../services/Notices.js"
import { Progress } from "../../services/Progress.js"
import { ProjectFiles } from "../../services/ProjectFiles.js"
import { type Backup, UpgradeBackup } from "../../services/UpgradeBackup.js"
import { upgradeCommand } from "../../domain/upgrade/upgradeCommand.js"

/** What `upgrade --rollback` was asked for. */
export interface RollbackOptions {
  /** `--backup-dir` as it was typed, for the commands that are named next; null without. */
  readonly backupDir: string | null
}

/** Why a file stays as it is; null where it is as it was before the upgrade. */
const restore = Effect.fn("rollback.restore")(function*(backup: Backup, file: KeptFile) {
  const files = yield* ProjectFiles
  const changed = "it was changed while the rollback ran"
  const decision = restoration(file, yield* files.look(file.path))
  switch (decision._tag) {
    case "Nothing":
      return null
    case "Leave":
      return decision.detail
    case "Remove":
      return (yield* files.remove(file.path, decision.expected)) ? null : changed
    case "Write": {
      const original = yield* (yield* UpgradeBackup).original(backup, file)
      if (Option.isNone(original)) return "its original in the backup is damaged or gone"
      const replacement = { expected: decision.expected, content: original.value, mode: decision.mode }
      return (yield* files.replace(file.path, replacement)) ? null : changed
    }
  }
})

const restoreAll = Effect.fn("rollback.restoreAll")(function*(backup: Backup) {
  const progress = yield* Progress
  const { files } = backup.manifest
  const left: Array<LeftAlone> = []
  for (const [done, file] of files.entries()) {
    yield* progress.step({ _tag: "Rewriting", path: file.path, done, total: files.length })
    const detail = yield* restore(backup, file)
    if (detail !== null) left.push({ path: file.path, line: null, detail })
  }
  return left
})

const takeBackRows = Effect.fn("rollback.takeBackRows")(function*({ project_uuid, queue_rows }: BackupManifest) {
  if (!queue_rows || project_uuid === null) return 0
  return yield* (yield* LegacyQueues).takeBack(project_uuid)
})

/** Rows first: that another process holds the queue is the likeliest reason to stop, and nothing has changed by then. */
const rollBack = Effect.fn("rollback.rollBack")(function*(backup: Backup, older: number) {
  const rows = yield* takeBackRows(backup.manifest)
  const leftAlone = yield* restoreAll(backup)
  if (leftAlone.length === 0) yield* (yield* UpgradeBackup).discard(backup)
  const rolledBack: RolledBack = {
    files: backup.manifest.files.length - leftAlone.length,
    rows,
    left_alone: leftAlone,
    backup: leftAlone.length === 0 ? null : backup.folder,
    older
  }
  return rolledBack
})

const left = ({ detail, path }: LeftAlone, folder: string): Diagnostic =>
  new Diagnostic({
    severity: "warning",
    code: "UPGRADE-08",
    message: `${path} is left as it is.`,
    why: detail,
    fix: `compare it with what ${folder}/files/ holds, if anything; remove ${folder} once nothing in it is needed`,
    target: path
  })

const olderRemain = (older: number, command: string): Diagnostic =>
  new Diagnostic({
    severity: "info",
    code: "UPGRADE-09",
    message: `${older === 1 ? "One earlier upgrade has" : `${older} earlier upgrades have`} a backup of its own, which is kept.`,
    why: "the newest upgrade is rolled back first",
    fix: command,
    target: null
  })

const answer = Effect.fn("rollback.answer")(function*(rolledBack: RolledBack, { backupDir }: RollbackOptions) {
  const { backup, left_alone, older } = rolledBack
  const command = upgradeCommand({ backupDir, flag: "--rollback" })
  const outcome: Outcome<UpgradeReport> = {
    data: new UpgradeReport({ dry_run: false, plan: null, upgraded: null, rolled_back: rolledBack }),
    diagnostics: [
      ...(backup === null ? [] : left_alone.map((file) => left(file, backup))),
      ...(older === 0 || backup !== null ? [] : [olderRemain(older, command)]),
      ...yield* takeNotices
    ],
    exitCode: exitCodeOf(left_alone.length > 0 ? ["findings"] : []),
    next: older > 0 && backup === null ? [command] : []
  }
  return outcome
})

const nothingChanged: RolledBack = { files: 0, rows: 0, left_alone: [], backup: null, older: 0 }

/**
 * Puts back what the newest upgrade changed: files byte for byte, what it made goes, and rows that it brought over and
 * that were not sent since are taken back. A file that was changed since stays as it is and is named (exit 3).
 */
export const rollback = Effect.fn("rollback")(function*(options: RollbackOptions) {
  const store = yield* UpgradeBackup
  const none = new NoBackup({ directory: store.directory })
  const { backups, unfinished } = yield* store.look
  if (backups.length === 0 && !unfinished) return yield* none
  const files = yield* ProjectFiles
  return yield* files.exclusively(Effect.gen(function*() {
    // Another process may have rolled it back while we waited.
    const now = yield* store.look
    if (now.unfinished) yield* store.discardUnfinished
    const newest = Arr.head(now.backups)
    if (Option.isNone(newest) && !now.unfinished) return yield* none
    const rolledBack = Option.isNone(newest) ? nothingChanged : yield* rollBack(newest.value, now.backups.length - 1)
    return yield* answer(rolledBack, options)
  }))
})
