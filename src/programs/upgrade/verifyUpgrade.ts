import * as Effect from "effect/Effect"
import { UpgradeNotVerified } from "../../domain/upgrade/upgradeErrors.js"
import type { LeftAlone } from "../../domain/upgrade/UpgradePlan.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { LegacyFiles, type RewrittenFile } from "../../services/LegacyFiles.js"
import { LegacyQueues, type MigratedRows } from "../../services/LegacyQueues.js"
import { ProjectFiles } from "../../services/ProjectFiles.js"
import type { PlannedUpgrade } from "./planUpgrade.js"
import { plannedRows, rowTotal, sameRows } from "./rowCounts.js"

/** What an upgrade says it has done. */
interface Done {
  readonly written: ReadonlyArray<RewrittenFile>
  /** Paths that were left as they are. */
  readonly left: ReadonlySet<string>
  /** Null where no row was to be brought over. */
  readonly rows: MigratedRows | null
}

const since: Pick<LeftAlone, "line" | "detail"> = { line: null, detail: "something else wrote it while the upgrade ran" }

/** Paths that do not hold what was written: something else was there since. */
const overwritten = Effect.fn("verifyUpgrade.overwritten")(function*(written: ReadonlyArray<RewrittenFile>) {
  const files = yield* ProjectFiles
  const { hash } = yield* ContentHasher
  return yield* Effect.filter(written, ({ after, path }) =>
    Effect.map(files.look(path), (now) => now._tag !== "File" || now.hash !== hash(after)))
})

/** Counts that differ are no fault where the original tool was writing: then nothing may be left to bring over. */
const verifyRows = Effect.fn("verifyUpgrade.rows")(function*({ plan, scope }: PlannedUpgrade, rows: MigratedRows | null) {
  if (scope === null || rows === null || sameRows(rows, plannedRows(plan.queues))) return
  const { queues } = yield* (yield* LegacyQueues).plan(scope)
  const left = rowTotal(plannedRows(queues))
  if (left > 0) {
    return yield* new UpgradeNotVerified({ path: null, detail: `${left} rows of the original tool's queues were not brought over` })
  }
})

/** Reads everything back. Returns what something else wrote meanwhile: that is named, and is no fault of the upgrade. */
export const verifyUpgrade = Effect.fn("verifyUpgrade")(function*(planned: PlannedUpgrade, { left, rows, written }: Done) {
  const foreign = new Set((yield* overwritten(written)).map(({ path }) => path))
  const again = yield* (yield* LegacyFiles).rewritten
  const ours = new Set(written.map(({ path }) => path))
  const unfinished = again.files.find(({ path }) => ours.has(path) && !foreign.has(path))
  if (unfinished !== undefined) {
    return yield* new UpgradeNotVerified({ path: unfinished.path, detail: `${unfinished.path} would be rewritten once more` })
  }
  if (planned.scope !== null && rows !== null && foreign.size === 0 && again.projectUuid !== planned.scope.project) {
    return yield* new UpgradeNotVerified({ path: null, detail: "the project's id on disk is not the one that rows were brought over for" })
  }
  yield* verifyRows(planned, rows)
  const newcomers = again.files.map(({ path }) => path).filter((path) => !ours.has(path) && !left.has(path))
  return [...foreign, ...newcomers].sort().map((path): LeftAlone => ({ path, ...since }))
})
