import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { TargetFault } from "../../domain/sync/transportErrors.js"
import { routes } from "../../domain/wire/routes.js"
import { ServerProbe } from "../../services/ServerProbe.js"
import { type Exchanged, makeExchange } from "./exchange.js"

const emptyBatch = new TextEncoder().encode(`{"events":[]}`)

/** What a receiver answers to a batch without events, and nobody else does. */
const NothingProvided = Schema.Struct({ error: Schema.String.pipe(Schema.pattern(/\bno events provided\b/i)) })
const isFromReceiver = Schema.is(NothingProvided)

const judge = ({ json, meaning, reason, status }: Exchanged) => {
  if (meaning._tag === "Invalid" && Option.exists(json, isFromReceiver)) return Effect.succeed({ status, said: reason })
  return meaning._tag === "Forbidden"
    ? new TargetFault({ kind: "forbidden", reason })
    : new TargetFault({ kind: "wrong_server", reason: `${reason}, which is not what a receiver says to an empty batch` })
}

/** One POST of an empty batch, by the same client and the same verdict on statuses as every upload. */
export const layer = Layer.effect(
  ServerProbe,
  Effect.map(makeExchange, (exchange) =>
    ServerProbe.of({
      ask: (server) => Effect.flatMap(exchange({ server, path: routes.batch, body: emptyBatch, headers: {} }), judge)
    }))
)
