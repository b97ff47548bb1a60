import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { ServerUrl } from "../../src/domain/sync/ServerTarget.js"
import { BodyTransport } from "../../src/services/BodyTransport.js"
import { EventTransport } from "../../src/services/EventTransport.js"
import { aBody, anEvent, events, ulidOf } from "../fixtures/claims.js"

/** Transports, and the address of the well-behaved receiver behind them. */
export type Subject = Layer.Layer<EventTransport | BodyTransport | ReceiverAddress>
export class ReceiverAddress extends Effect.Tag("test/ReceiverAddress")<ReceiverAddress, { readonly url: ServerUrl }>() {}

/** What both transports promise over any technology, as long as the receiver behaves. */
export const transportLaws = (name: string, subject: Subject) =>
  describe(`transports: ${name}`, () => {
    it.scopedLive("H-03 H-05 every event of a batch has a result under its id, first success, then duplicate", () =>
      Effect.gen(function*() {
        const { url } = yield* ReceiverAddress
        const transport = yield* EventTransport
        const first = yield* transport.send(url, yield* events(2))
        expect([...first]).toStrictEqual([0, 1].map((n) => [ulidOf(n), { _tag: "Accepted", status: "success" }]))
        const second = yield* transport.send(url, [yield* anEvent(1), yield* anEvent(2)])
        expect([...second]).toStrictEqual([
          [ulidOf(1), { _tag: "Accepted", status: "duplicate" }], [ulidOf(2), { _tag: "Accepted", status: "success" }]
        ])
      }).pipe(Effect.provide(subject)))

    it.scopedLive("H-03 an empty batch has no results", () =>
      Effect.gen(function*() {
        const { url } = yield* ReceiverAddress
        expect((yield* (yield* EventTransport).send(url, [])).size).toBe(0)
      }).pipe(Effect.provide(subject)))

    it.scopedLive("B-02 B-03 a body is uploaded once per path and hash, and then there", () =>
      Effect.gen(function*() {
        const { url } = yield* ReceiverAddress
        const { push } = yield* BodyTransport
        const bodies = [yield* aBody("a.md", "one"), yield* aBody("a.md", "two"), yield* aBody("b.md", "one")]
        for (const body of bodies) expect(yield* push(url, body)).toBe("uploaded")
        for (const body of bodies) expect(yield* push(url, body)).toBe("already_exists")
      }).pipe(Effect.provide(subject)))
  })
