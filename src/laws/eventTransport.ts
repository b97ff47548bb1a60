import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { ServerUrl } from "../domain/sync/ServerTarget.js"
import { EventTransport } from "../services/EventTransport.js"
import { ReceiverAddress } from "../services/ReceiverAddress.js"
import { anEvent, events, ulidOf } from "./fixtures/claims.js"

/** A transport, and the address of a well-behaved receiver behind it that has seen nothing yet. */
export type EventTransportLayer = Layer.Layer<EventTransport | ReceiverAddress, unknown>

const url = Effect.map(ReceiverAddress, (address) => ServerUrl.make(address.url))

/** What a transport of events promises over any technology, as long as the receiver behaves. */
export const eventTransportLaws = (name: string, layer: EventTransportLayer): void => {
  describe(`event transport: ${name}`, () => {
    it.scopedLive("H-03 H-05 every event of a batch has a result under its id, first success, then duplicate", () =>
      Effect.gen(function*() {
        const { send } = yield* EventTransport
        const first = yield* send(yield* url, yield* events(2))
        expect([...first]).toStrictEqual([0, 1].map((n) => [ulidOf(n), { _tag: "Accepted", status: "success" }]))
        const second = yield* send(yield* url, [yield* anEvent(1), yield* anEvent(2)])
        expect([...second]).toStrictEqual([
          [ulidOf(1), { _tag: "Accepted", status: "duplicate" }], [ulidOf(2), { _tag: "Accepted", status: "success" }]
        ])
      }).pipe(Effect.provide(layer)))

    it.scopedLive("H-03 an empty batch has no results", () =>
      Effect.gen(function*() {
        expect((yield* (yield* EventTransport).send(yield* url, [])).size).toBe(0)
      }).pipe(Effect.provide(layer)))
  })
}
