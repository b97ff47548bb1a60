import * as Effect from "effect/Effect"
import * as ServerProbe from "../layers/http/ServerProbe.js"
import * as Main from "../layers/Main.js"
import type { SyncStatusRequest } from "../programs/cli/commands/syncStatus.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { syncStatusView } from "../programs/cli/render/syncStatus.js"
import { present } from "../programs/cli/run.js"
import { checkedSyncStatus } from "../programs/health/checkedSyncStatus.js"
import { syncStatus as syncStatusProgram } from "../programs/sync/status.js"
import { projectFlags } from "./options.js"

/** `sync status`: reads the queue where there is one; asks the server where it was told to. */
export const syncStatus: Handler<SyncStatusRequest> = ({ check }, invocation) =>
  (check ? Effect.provide(checkedSyncStatus, ServerProbe.layer) : syncStatusProgram).pipe(
    Effect.provide(Main.projectLayer({ flags: projectFlags(invocation), queue: "durable-if-there" })),
    present(syncStatusView, invocation)
  )
