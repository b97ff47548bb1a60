import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ServerUrl } from "../../../src/domain/sync/ServerTarget.js"
import { IndexEntryNotFound, TargetFault, Unavailable } from "../../../src/domain/sync/transportErrors.js"
import * as BodyTransportMemory from "../../../src/layers/memory/BodyTransport.js"
import * as EventTransportMemory from "../../../src/layers/memory/EventTransport.js"
import { BodyTransport } from "../../../src/services/BodyTransport.js"
import { EventTransport } from "../../../src/services/EventTransport.js"
import { aBody, events, ulidOf } from "../../../src/laws/fixtures/claims.js"
import { bodyTransportLaws } from "../../../src/laws/bodyTransport.js"
import { eventTransportLaws } from "../../../src/laws/eventTransport.js"
import { ReceiverAddress } from "../../../src/services/ReceiverAddress.js"

const url = ServerUrl.make("https://kitty.example.org")
const fakes = Layer.merge(EventTransportMemory.layer, BodyTransportMemory.layer)

const addressed = Layer.merge(fakes, Layer.succeed(ReceiverAddress, { url }))
eventTransportLaws("memory", addressed)
bodyTransportLaws("memory", addressed)

describe("steering the fakes", () => {
  it.effect("E-06 E-02 fails the next calls as told, one each, and notes every call", () =>
    Effect.gen(function*() {
      const steering = yield* BodyTransportMemory.BodyTransportSteering
      yield* steering.failNext(
        new IndexEntryNotFound({ reason: "not yet" }),
        new TargetFault({ kind: "sign_in", reason: "401" })
      )
      const claim = yield* aBody()
      const push = Effect.flatMap(BodyTransport, (transport) => transport.push(url, claim))
      expect(yield* push.pipe(Effect.catchTag("IndexEntryNotFound", ({ reason }) => Effect.succeed(reason)))).toBe("not yet")
      expect((yield* Effect.flip(push))._tag).toBe("TargetFault")
      expect(yield* push).toBe("uploaded")
      expect(yield* steering.received).toStrictEqual([claim, claim, claim])
    }).pipe(Effect.provide(fakes)))

  it.effect("E-06 answers for one event as told", () =>
    Effect.gen(function*() {
      const steering = yield* EventTransportMemory.EventTransportSteering
      yield* steering.failNext(new Unavailable({ reasonCode: "rate_limited", reason: "429", retryAfterMs: 1000 }))
      yield* steering.answerWith(ulidOf(1), { _tag: "Refused", reason: "no", category: "unknown" })
      const batch = yield* events(2)
      const send = Effect.flatMap(EventTransport, (transport) => transport.send(url, batch))
      expect((yield* Effect.flip(send))._tag).toBe("Unavailable")
      expect([...(yield* send).values()].map(({ _tag }) => _tag)).toStrictEqual(["Accepted", "Refused"])
      expect((yield* steering.received).map((call) => call.length)).toStrictEqual([2, 2])
    }).pipe(Effect.provide(fakes)))
})
