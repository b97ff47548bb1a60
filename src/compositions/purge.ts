import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Look from "../layers/LookMain.js"
import * as ProjectState from "../layers/node/ProjectState.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { purgeView } from "../programs/cli/render/purge.js"
import { present } from "../programs/cli/run.js"
import { purge as purgeProgram, type PurgeOptions } from "../programs/purge/purge.js"
import { LockPatience } from "../services/LockPatience.js"
import { projectFlags } from "./options.js"

/** `purge`: makes neither an identity nor a queue in order to remove one. */
export const purge: Handler<PurgeOptions> = (options, invocation) => {
  const flags = projectFlags(invocation)
  return purgeProgram(options).pipe(
    Effect.provide(ProjectState.layer.pipe(
      Layer.provideMerge(Look.identity),
      Layer.provideMerge(Look.settings(flags)),
      Layer.provideMerge(Look.ground(flags))
    )),
    Effect.provide(flags.timeout === null ? Layer.empty : Layer.succeed(LockPatience, flags.timeout)),
    present(purgeView, invocation)
  )
}
