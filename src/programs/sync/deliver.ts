import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { deliverBodies } from "./deliverBodies.js"
import { deliverEvents } from "./deliverEvents.js"
import { isHalted, startPass } from "./pass.js"

/**
 * One pass over everything that is due: events first, so that the receiver can index, then bodies (047 FR-001). It ends
 * after `limit`, where one is given.
 */
export const deliver = Effect.fn("deliver")(function*(server: ServerUrl, limit: Duration.Duration | null = null) {
  const pass = yield* startPass(server)
  const whole = Effect.zipRight(
    deliverEvents(pass),
    Effect.unlessEffect(deliverBodies(pass), isHalted(pass))
  )
  // Cut off, it gives back what it holds; what it had settled by then is in the log.
  yield* limit === null ? whole : Effect.timeoutOption(whole, limit)
  const log = yield* Ref.get(pass.log)
  yield* Effect.logInfo("a pass ended").pipe(Effect.annotateLogs({
    server,
    accepted: log.accepted,
    rejected: log.rejected.length,
    fault: log.fault === null ? "none" : `${log.fault.kind}: ${log.fault.reason}`
  }))
  return log
})
