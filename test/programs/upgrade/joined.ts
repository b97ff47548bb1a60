import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { settingsDefaults } from "../../../src/domain/settingsDefaults.js"
import * as LegacyFiles from "../../../src/layers/legacy/LegacyFiles.js"
import * as Look from "../../../src/layers/LookMain.js"
import * as Progress from "../../../src/layers/memory/Progress.js"
import * as ContractGateNode from "../../../src/layers/node/ContractGate.js"
import * as ProjectFiles from "../../../src/layers/node/ProjectFiles.js"
import { Environment } from "../../../src/layers/node/Settings.js"
import * as UpgradeBackup from "../../../src/layers/node/UpgradeBackup.js"
import * as LegacyQueues from "../../../src/layers/sqlite/legacy/LegacyQueues.js"
import { flagsFor } from "../../../src/layers/Testing.js"
import { rollback } from "../../../src/programs/upgrade/rollback.js"
import { upgrade } from "../../../src/programs/upgrade/upgrade.js"
import { ContractGate } from "../../../src/services/ContractGate.js"
import { Settings } from "../../../src/services/Settings.js"
import type { LegacyProject } from "../../fixtures/legacy/legacyProject.js"
import { writeLegacyProject } from "../../fixtures/legacy/writeLegacyProject.js"

/** Where a generated project lies, and the user's state beside it. */
export interface Place {
  readonly root: string
  readonly home: string
}

/** Compiled once for all calls: it holds no state. */
const gate = Layer.effect(ContractGate, Effect.runSync(Effect.cached(Effect.provide(ContractGate, ContractGateNode.layer))))

/** What `spec-kitty upgrade` is made of, each call as new as a process is. */
const layers = ({ home, root }: Place) =>
  Layer.mergeAll(
    LegacyFiles.layer, LegacyQueues.layer, ProjectFiles.layer, UpgradeBackup.layer({ directory: null, version: "0.0.0-test" })
  ).pipe(
    Layer.provideMerge(Layer.mergeAll(gate, Look.identity, Look.missions, Progress.layer)),
    Layer.provideMerge(Layer.succeed(Settings, {
      ...settingsDefaults, home, serverOverride: Option.none(), serverNamedByRepository: Option.none(), sendingDenied: false,
      token: Option.none(), testAck: false
    })),
    Layer.provideMerge(Look.ground(flagsFor(root))),
    Layer.provide(Layer.succeed(Environment, {
      PATH: process.env["PATH"], HOME: home, SPEC_KITTY_HOME: home, GIT_CEILING_DIRECTORIES: path.dirname(root)
    }))
  )

const options = { backupDir: null }

/** `spec-kitty upgrade --dry-run`. */
export const planAt = (place: Place) => Effect.provide(upgrade({ ...options, dryRun: true }), layers(place))
/** `spec-kitty upgrade`. */
export const upgradeAt = (place: Place) => Effect.provide(upgrade({ ...options, dryRun: false }), layers(place))
/** `spec-kitty upgrade --rollback`. */
export const rollbackAt = (place: Place) => Effect.provide(rollback(options), layers(place))

/** Runs `use` beside the project in a temporary folder, which goes afterwards. */
export const withLegacyProject = <A, E>(project: LegacyProject, use: (place: Place) => Effect.Effect<A, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-upgrade-")))
      const place: Place = { root: path.join(folder, "project"), home: path.join(folder, "home") }
      fs.mkdirSync(place.home)
      writeLegacyProject(place.root, project)
      return place
    }),
    use,
    ({ root }) => Effect.sync(() => fs.rmSync(path.dirname(root), { recursive: true, force: true }))
  )
