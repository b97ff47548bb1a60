import * as Effect from "effect/Effect"
import type { Outcome } from "../../domain/Diagnostic.js"
import { emptyPassLog } from "../../domain/sync/PassLog.js"
import type { SyncReport } from "../../domain/sync/SyncReport.js"
import { ProjectIdentityStore } from "../../services/ProjectIdentityStore.js"
import { selectMissions } from "../dossier/selectMissions.js"
import { settleIntents } from "../mission/settleIntents.js"
import { captureMissions } from "./captureMissions.js"
import { deliverUntil } from "./deliverUntil.js"
import { serverInUse } from "./serverInUse.js"
import type { SyncOptions } from "./SyncOptions.js"
import { syncOutcome } from "./syncOutcome.js"
import { refuseUnmigrated } from "./unmigrated.js"

/** Scans the selected missions, queues what they hold, delivers what is due, and tells what became of each artifact. */
export const sync = Effect.fn("sync")(function*(options: SyncOptions) {
  yield* refuseUnmigrated
  const identity = yield* (yield* ProjectIdentityStore).ensure
  yield* settleIntents(identity.project_uuid)
  const server = yield* serverInUse(identity.project_uuid)
  const selected = yield* selectMissions(options.selection)
  const captured = yield* captureMissions(selected, identity, server._tag === "None" ? "nothing" : "events_and_bodies")
  const log = server._tag === "Ready" && !options.offline
    ? yield* deliverUntil(server.url, options.wait)
    : emptyPassLog
  const outcome: Outcome<SyncReport> = yield* syncOutcome({ options, identity, server, captured, log })
  return outcome
})
