import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { BatchAnswer } from "../../domain/receiver/BatchAnswer.js"
import { PushAnswer } from "../../domain/receiver/PushAnswer.js"
import type { Reply } from "../../domain/receiver/Reply.js"
import { Receiver } from "../../services/Receiver.js"
import { type ReceivedCall, ReceiverSteering } from "../../services/ReceiverSteering.js"
import { makeReceiver, type ReceiverOptions } from "../receiver/makeReceiver.js"
import { makeMemoryStore } from "./receiver/store.js"

interface Forced {
  readonly left: number
  readonly reply: Option.Option<Reply>
}

const takeForced = ({ left, reply }: Forced): readonly [Option.Option<Reply>, Forced] =>
  left > 0 ? [reply, { left: left - 1, reply }] : [Option.none(), { left, reply }]

/** Puts the strings on: calls are recorded, and answered by `failNext` as long as that lasts. */
const steer = (receiver: Receiver["Type"]) =>
  Effect.gen(function*() {
    const calls = yield* Ref.make<ReadonlyArray<ReceivedCall>>([])
    const forced = yield* Ref.make<Forced>({ left: 0, reply: Option.none() })
    const arrived = (call: ReceivedCall) =>
      Effect.zipRight(Ref.update(calls, (before) => [...before, call]), Ref.modify(forced, takeForced))
    const steered = Receiver.of({
      ingest: (events) =>
        Effect.flatMap(arrived({ _tag: "Batch", events }), Option.match({
          onNone: () => receiver.ingest(events),
          onSome: (reply) => Effect.succeed(BatchAnswer.Refused({ reply }))
        })),
      push: (request) =>
        Effect.flatMap(arrived({ _tag: "Push", request }), Option.match({
          onNone: () => receiver.push(request),
          onSome: (reply) => Effect.succeed(PushAnswer.Refused({ reply }))
        })),
      ledger: receiver.ledger
    })
    const steering = ReceiverSteering.of({
      failNext: (count, reply) => Ref.set(forced, { left: count, reply: Option.some(reply) }),
      received: Ref.get(calls)
    })
    return Context.make(Receiver, steered).pipe(Context.add(ReceiverSteering, steering))
  })

/** A receiver that forgets everything when it goes, and that a test can steer. */
export const layer = (options: ReceiverOptions = {}) =>
  Layer.effectContext(makeMemoryStore.pipe(
    Effect.flatMap((store) => makeReceiver(store, options)),
    Effect.flatMap(steer)
  ))
