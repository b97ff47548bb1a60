import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { deliverBodies } from "./deliverBodies.js"
import { deliverEvents } from "./deliverEvents.js"
import { isHalted, startPass } from "./pass.js"

/** One pass over everything that is due: events first, so that the receiver can index, then bodies (047 FR-001). */
export const deliver = Effect.fn("deliver")(function*(server: ServerUrl) {
  const pass = yield* startPass(server)
  yield* deliverEvents(pass)
  if (!(yield* isHalted(pass))) yield* deliverBodies(pass)
  return yield* Ref.get(pass.log)
})
