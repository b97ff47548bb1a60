import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Look from "../layers/LookMain.js"
import { LockPatience } from "../services/LockPatience.js"
import type { StatusRequest } from "../programs/cli/commands/status.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { statusView } from "../programs/cli/render/status.js"
import { present } from "../programs/cli/run.js"
import { queueSays, queueStatusLooks, status as statusProgram } from "../programs/health/status.js"
import { projectFlags } from "./options.js"
import { within } from "./within.js"

/** `status`: no network, no contract, no file made; the queue is opened to be read, once. */
export const status: Handler<StatusRequest> = ({ selection }, invocation) => {
  const flags = projectFlags(invocation)
  return Effect.gen(function*() {
    // Made once for all who read it; where it can't be, each of them says so.
    const queue = yield* Layer.memoize(Look.queue)
    return yield* statusProgram(selection, Effect.provide(queueSays, queue), queueStatusLooks.map(within(queue)))
  }).pipe(
    Effect.scoped,
    Effect.provide(Look.indexer.pipe(
      Layer.provideMerge(Layer.merge(Look.missions, Look.identity)),
      Layer.provideMerge(Look.settings(flags)),
      Layer.provideMerge(Look.ground(flags))
    )),
    Effect.provide(flags.timeout === null ? Layer.empty : Layer.succeed(LockPatience, flags.timeout)),
    present(statusView, invocation)
  )
}
