import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { gzip } from "node:zlib"
import { categoryOf } from "../../domain/sync/classifyStatus.js"
import type { EventClaim } from "../../domain/sync/Claim.js"
import type { ServerUrl } from "../../domain/sync/ServerTarget.js"
import { BatchFailure, TargetFault } from "../../domain/sync/transportErrors.js"
import { routes } from "../../domain/wire/routes.js"
import { type EventResult, EventTransport } from "../../services/EventTransport.js"
import { readDetails, readForbidden, readResults } from "./batchAnswer.js"
import { type Exchanged, makeExchange, uncorrelated } from "./exchange.js"

/** The gated texts as they are, joined: nothing is read and written again on the way (G-C1). */
const batchText = (batch: ReadonlyArray<EventClaim>): string =>
  `{"events":[${batch.map(({ event }) => event.json).join(",")}]}`

const gzipped = (text: string) =>
  Effect.async<Uint8Array>((resume) =>
    gzip(text, (error, bytes) => resume(error === null ? Effect.succeed(bytes) : Effect.die(error)))
  )

const decide = (ids: ReadonlySet<string>, exchanged: Exchanged) => {
  const { meaning, reason, status } = exchanged
  const failure = (kind: BatchFailure["kind"]) => new BatchFailure({ kind, reason, category: categoryOf(status) })
  switch (meaning._tag) {
    case "Accepted":
      return Option.match(readResults(exchanged, ids), {
        onNone: () => uncorrelated(exchanged, "any event of the batch"),
        onSome: Effect.succeed
      })
    case "Invalid":
      return Option.match(readDetails(exchanged, ids), {
        onNone: () => failure("unexplained"),
        onSome: Effect.succeed
      })
    case "TooLarge":
      return failure("too_large")
    case "Refused":
      return failure("rejected")
    case "Forbidden":
      return Option.match(readForbidden(exchanged, ids), {
        onNone: () => new TargetFault({ kind: "forbidden", reason }),
        onSome: Effect.succeed
      })
    case "NotFound":
      return new TargetFault({ kind: "wrong_server", reason })
  }
}

const make = Effect.gen(function*() {
  const exchange = yield* makeExchange
  const send = Effect.fn("EventTransport.send")(function*(server: ServerUrl, batch: ReadonlyArray<EventClaim>) {
    if (batch.length === 0) return new Map<string, EventResult>()
    const body = yield* gzipped(batchText(batch))
    const answer = yield* exchange({ server, path: routes.batch, body, headers: { "content-encoding": "gzip" } })
    return yield* decide(new Set(batch.map(({ event }) => event.value.event_id)), answer)
  })
  return EventTransport.of({ send })
})

/** `POST {server}/api/v1/events/batch/`, always gzip; what an answer means: `domain/sync/classifyStatus`. */
export const layer = Layer.effect(EventTransport, make)
