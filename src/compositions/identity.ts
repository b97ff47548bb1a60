import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Look from "../layers/LookMain.js"
import * as IdentityOrigins from "../layers/node/IdentityOrigins.js"
import type { Handler } from "../programs/cli/Invocation.js"
import { identityView } from "../programs/cli/render/identity.js"
import { present } from "../programs/cli/run.js"
import { showIdentity } from "../programs/identity/showIdentity.js"
import { projectFlags } from "./options.js"

/** `identity`: files and git are read, nothing is made. */
export const identity: Handler<null> = (_, invocation) => {
  const flags = projectFlags(invocation)
  return showIdentity.pipe(
    Effect.provide(IdentityOrigins.layer.pipe(
      Layer.provideMerge(Look.settings(flags)),
      Layer.provideMerge(Look.ground(flags))
    )),
    present(identityView, invocation)
  )
}
