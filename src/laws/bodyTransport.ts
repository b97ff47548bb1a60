import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { ServerUrl } from "../domain/sync/ServerTarget.js"
import { BodyTransport } from "../services/BodyTransport.js"
import { ReceiverAddress } from "../services/ReceiverAddress.js"
import { aBody } from "./fixtures/claims.js"

/** A transport, and the address of a well-behaved receiver behind it that has no body yet and takes any. */
export type BodyTransportLayer = Layer.Layer<BodyTransport | ReceiverAddress, unknown>

/** What a transport of bodies promises over any technology, as long as the receiver behaves. */
export const bodyTransportLaws = (name: string, layer: BodyTransportLayer): void => {
  describe(`body transport: ${name}`, () => {
    it.scopedLive("B-02 B-03 a body is uploaded once per path and hash, and then there", () =>
      Effect.gen(function*() {
        const url = ServerUrl.make((yield* ReceiverAddress).url)
        const { push } = yield* BodyTransport
        const bodies = [yield* aBody("a.md", "one"), yield* aBody("a.md", "two"), yield* aBody("b.md", "one")]
        for (const body of bodies) expect(yield* push(url, body)).toBe("uploaded")
        for (const body of bodies) expect(yield* push(url, body)).toBe("already_exists")
      }).pipe(Effect.provide(layer)))
  })
}
