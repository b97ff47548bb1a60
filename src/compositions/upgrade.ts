import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as LegacyFiles from "../layers/legacy/LegacyFiles.js"
import * as Look from "../layers/LookMain.js"
import * as CryptoRandom from "../layers/node/CryptoRandom.js"
import * as ContractGate from "../layers/node/ContractGate.js"
import * as Progress from "../layers/node/Progress.js"
import * as ProjectFiles from "../layers/node/ProjectFiles.js"
import * as Settings from "../layers/node/Settings.js"
import * as UpgradeBackup from "../layers/node/UpgradeBackup.js"
import * as LegacyQueues from "../layers/sqlite/legacy/LegacyQueues.js"
import type { UpgradeRequest } from "../programs/cli/commands/upgrade.js"
import type { Handler, Invocation, LeftBehind } from "../programs/cli/Invocation.js"
import { upgradeView } from "../programs/cli/render/upgrade.js"
import { present } from "../programs/cli/run.js"
import { rollback } from "../programs/upgrade/rollback.js"
import { upgrade as upgradeProgram } from "../programs/upgrade/upgrade.js"
import { upgradeCommand } from "../domain/upgrade/upgradeCommand.js"
import type { ProjectFlags } from "../services/GlobalFlags.js"
import { LockPatience } from "../services/LockPatience.js"
import { progressOptions, projectFlags } from "./options.js"

/** A config.yaml that can't be read is what an upgrade names and leaves alone: its settings are not needed for that. */
const settings = (flags: ProjectFlags) =>
  Layer.orElse(Look.settings(flags), () =>
    Settings.layer(flags.config === null ? {} : { configFile: flags.config }))

const layers = (directory: string | null, invocation: Invocation) => {
  const flags = projectFlags(invocation)
  return Layer.mergeAll(
    LegacyFiles.layer,
    LegacyQueues.layer,
    ProjectFiles.layer,
    UpgradeBackup.layer({ directory, version: invocation.version })
  ).pipe(
    Layer.provideMerge(Layer.mergeAll(ContractGate.layer, Look.identity, Look.missions)),
    Layer.provideMerge(settings(flags)),
    Layer.provideMerge(Look.ground(flags)),
    Layer.provideMerge(CryptoRandom.layer),
    Layer.provideMerge(flags.timeout === null ? Layer.empty : Layer.succeed(LockPatience, flags.timeout))
  )
}

const stopped = ({ _tag, backupDir }: UpgradeRequest): LeftBehind => ({
  message: "Interrupted. Each file is as it was or as it is to be, and the originals are kept.",
  fix: upgradeCommand(_tag === "Rollback" ? { backupDir, flag: "--rollback" } : { backupDir })
})

const answer = Effect.fn("upgrade.answer")(function*(request: UpgradeRequest) {
  return request._tag === "Rollback" ? yield* rollback(request) : yield* upgradeProgram(request)
})

/** `upgrade`: with the layers that read the shapes of the original tool, which nothing else has. */
export const upgrade: Handler<UpgradeRequest> = (request, invocation) =>
  answer(request).pipe(
    Effect.onInterrupt(() => Ref.set(invocation.leftBehind, stopped(request))),
    Effect.provide(Progress.layer(progressOptions(invocation))),
    Effect.provide(layers(request.backupDir, invocation)),
    present(upgradeView({ verbose: invocation.flags.verbosity > 0 }), invocation)
  )
