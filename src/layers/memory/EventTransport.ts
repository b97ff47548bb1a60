import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import type { EventClaim } from "../../domain/sync/Claim.js"
import type { BatchFailure, TargetFault, Unavailable } from "../../domain/sync/transportErrors.js"
import { type EventResult, EventTransport } from "../../services/EventTransport.js"
import { makeSteering, type Steering } from "./steering.js"

type Failure = BatchFailure | Unavailable | TargetFault

/** The strings of the fake: `answerWith` decides one event's result from now on. */
export class EventTransportSteering extends Context.Tag("spec-kitty/memory/EventTransportSteering")<
  EventTransportSteering,
  Steering<ReadonlyArray<EventClaim>, Failure> & {
    /** The result of this event, from now on. */
    readonly answerWith: (eventId: string, result: EventResult) => Effect.Effect<void>
  }
>() {}

/** A server that takes every event once and calls it a duplicate from then on, unless steered otherwise. */
export const layer = Layer.effectContext(Effect.gen(function*() {
  const { arrive, steering } = yield* makeSteering<ReadonlyArray<EventClaim>, Failure>()
  const seen = yield* Ref.make<ReadonlySet<string>>(new Set())
  const forced = yield* Ref.make<ReadonlyMap<string, EventResult>>(new Map())

  const send: EventTransport["Type"]["send"] = (_server, batch) =>
    Effect.gen(function*() {
      if (batch.length === 0) return new Map()
      yield* arrive(batch)
      const ids = batch.map(({ event }) => event.value.event_id)
      const special = yield* Ref.get(forced)
      const taken = ids.filter((id) => (special.get(id)?._tag ?? "Accepted") === "Accepted")
      const before = yield* Ref.getAndUpdate(seen, (known) => new Set([...known, ...taken]))
      return new Map(ids.map((id): readonly [string, EventResult] => [
        id,
        special.get(id) ?? { _tag: "Accepted", status: before.has(id) ? "duplicate" : "success" }
      ]))
    })

  return Context.make(EventTransport, { send }).pipe(Context.add(EventTransportSteering, {
    ...steering,
    answerWith: (eventId, result) => Ref.update(forced, (map) => new Map([...map, [eventId, result]]))
  }))
}))
