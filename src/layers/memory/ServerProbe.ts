import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { TargetFault, Unavailable } from "../../domain/sync/transportErrors.js"
import { ServerProbe } from "../../services/ServerProbe.js"

/** A server that answers as a receiver does, or fails as told. */
export const layer = (fault?: TargetFault | Unavailable) =>
  Layer.succeed(ServerProbe, {
    ask: () => fault ?? Effect.succeed({ status: 400, said: "HTTP 400: No events provided" })
  })
