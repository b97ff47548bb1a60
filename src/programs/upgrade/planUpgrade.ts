import * as Effect from "effect/Effect"
import { BuildId, NodeId, ProjectUuid } from "../../domain/identity/ids.js"
import type { MigrationScope } from "../../domain/upgrade/MigrationScope.js"
import { UpgradePlan } from "../../domain/upgrade/UpgradePlan.js"
import { LegacyFiles, type RewrittenFiles } from "../../services/LegacyFiles.js"
import { LegacyQueues } from "../../services/LegacyQueues.js"
import { type Backup, UpgradeBackup } from "../../services/UpgradeBackup.js"

/** Everything that is to be done, with the contents that the plan leaves out. */
export interface PlannedUpgrade {
  readonly plan: UpgradePlan
  readonly rewritten: RewrittenFiles
  /** Null where config.yaml can't be read: then nobody knows whose rows are whose. */
  readonly scope: MigrationScope | null
  /** Equal as long as no other process upgraded this checkout, or rolled it back. */
  readonly generation: string
}

const scopeOf = ({ buildId, missions, nodeId, projectUuid }: RewrittenFiles): MigrationScope | null =>
  projectUuid === null || buildId === null || nodeId === null
    ? null
    : {
      project: ProjectUuid.make(projectUuid),
      buildId: BuildId.make(buildId),
      nodeId: NodeId.make(nodeId),
      missions
    }

/** Which backups there are, and how far each came. */
const generationOf = (backups: ReadonlyArray<Backup>): string =>
  JSON.stringify(backups.map(({ folder, manifest }) => [folder, manifest.state]))

/** What `PlannedUpgrade.generation` would be now. */
export const generationNow = Effect.gen(function*() {
  return generationOf((yield* (yield* UpgradeBackup).look).backups)
})

/** An id that is made up now is another one each time: it has no place in a plan. */
const plannedUuid = ({ identity, projectUuid }: RewrittenFiles): string | null =>
  identity.some(({ part, step }) => part === "project.uuid" && step === "make") ? null : projectUuid

/** What an upgrade would do. Writes nothing. */
export const planUpgrade = Effect.fn("planUpgrade")(function*() {
  const backup = yield* UpgradeBackup
  const { backups } = yield* backup.look
  const rewritten = yield* (yield* LegacyFiles).rewritten
  const scope = scopeOf(rewritten)
  const { leftAlone, queues } = scope === null
    ? { queues: [], leftAlone: [] }
    : yield* (yield* LegacyQueues).plan(scope)
  const plan = new UpgradePlan({
    project_uuid: plannedUuid(rewritten),
    identity: rewritten.identity,
    files: rewritten.files.map(({ before, edits, kind, path }) =>
      ({ path, kind, action: before === null ? "create" : "rewrite", edits })),
    queues,
    left_alone: [...rewritten.leftAlone, ...leftAlone],
    backup_dir: backup.directory,
    continues: backups.find(({ manifest }) => manifest.state === "applying")?.folder ?? null
  })
  const planned: PlannedUpgrade = { plan, rewritten, scope, generation: generationOf(backups) }
  return planned
})
