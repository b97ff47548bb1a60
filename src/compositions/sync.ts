import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as Main from "../layers/Main.js"
import * as Progress from "../layers/node/Progress.js"
import type { SyncRequest } from "../programs/cli/commands/sync.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { syncView } from "../programs/cli/render/sync.js"
import { present } from "../programs/cli/run.js"
import { sync as syncProgram } from "../programs/sync/sync.js"
import { whatIsLeft } from "../programs/sync/whatIsLeft.js"
import { progressOptions, projectFlags } from "./options.js"

/** `sync`, `sync now`: the project gets its identity and its queue on disk before anything is said or sent. */
export const sync: Handler<SyncRequest> = (request, invocation) =>
  syncProgram(request).pipe(
    Effect.onInterrupt(() => Effect.flatMap(whatIsLeft, (sentence) => Ref.set(invocation.leftBehind, sentence))),
    Effect.provide(Progress.layer(progressOptions(invocation))),
    Effect.provide(Main.projectLayer({ flags: projectFlags(invocation, request.concurrency), queue: "durable-ensure" })),
    present(syncView, invocation)
  )
