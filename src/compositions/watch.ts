import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as Main from "../layers/Main.js"
import * as Progress from "../layers/memory/Progress.js"
import * as FileWatcher from "../layers/node/FileWatcher.js"
import type { SyncRequest } from "../programs/cli/commands/sync.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { syncView } from "../programs/cli/render/sync.js"
import { present } from "../programs/cli/run.js"
import { tellRounds } from "../programs/cli/tellRounds.js"
import { watch as watchProgram } from "../programs/sync/watch.js"
import { whatIsLeft } from "../programs/sync/whatIsLeft.js"
import { projectFlags } from "./options.js"

/** `sync --watch`: until it is interrupted, which is told as the interruption of a `sync` is. */
export const watch = (rescanEvery: Duration.Duration): Handler<SyncRequest> => (request, invocation) =>
  watchProgram({ selection: request.selection, offline: request.offline, rescanEvery }).pipe(
    tellRounds(invocation),
    Effect.zipRight(Effect.never),
    Effect.onInterrupt(() => Effect.flatMap(whatIsLeft, (sentence) => Ref.set(invocation.leftBehind, sentence))),
    Effect.provide(FileWatcher.layer),
    Effect.provide(Progress.layer),
    Effect.provide(Main.projectLayer({
      flags: projectFlags(invocation, request.concurrency, request.maxBodyBytes),
      queue: "durable-ensure"
    })),
    present(syncView, invocation)
  )
