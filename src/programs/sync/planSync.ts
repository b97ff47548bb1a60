import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { selectMissions } from "../dossier/selectMissions.js"
import { captureMissions } from "./captureMissions.js"
import { planOutcome } from "./planOutcome.js"
import { serverOfProject } from "./serverInUse.js"
import type { SyncOptions } from "./SyncOptions.js"
import { refuseUnmigrated } from "./unmigrated.js"

/**
 * `sync --dry-run`: scans, builds every payload and has the gate judge it, and tells what a run would queue and send.
 * Writes nothing, asks no server, and needs neither one nor an identity.
 */
export const planSync = Effect.fn("planSync")(function*(options: SyncOptions) {
  yield* refuseUnmigrated
  const store = yield* ProjectIdentityStore
  const project = yield* store.projectUuid
  const server = yield* serverOfProject(project)
  const selected = yield* selectMissions(options.selection)
  const captured = yield* captureMissions(selected, yield* store.provisional, "plan")
  return yield* planOutcome({ options, projectUuid: Option.getOrNull(project), server, captured })
})
