import * as Effect from "effect/Effect"
import * as Main from "../layers/Main.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { syncStatusView } from "../programs/cli/render/syncStatus.js"
import { present } from "../programs/cli/run.js"
import { syncStatus as syncStatusProgram } from "../programs/sync/status.js"
import { projectFlags } from "./options.js"

/** `sync status`: reads the queue where there is one. */
export const syncStatus: Handler<null> = (_, invocation) =>
  syncStatusProgram.pipe(
    Effect.provide(Main.projectLayer({ flags: projectFlags(invocation), queue: "durable-if-there" })),
    present(syncStatusView, invocation)
  )
