import * as FileSystem from "@effect/platform/FileSystem"
import * as NodeStream from "@effect/platform-node/NodeStream"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { PayloadUnreadable } from "../../domain/contract/PayloadUnreadable.js"
import { PayloadSource } from "../../services/PayloadSource.js"
import { describeCause } from "./systemError.js"

const maxBytes = 64 * 1024 * 1024
const decoder = new TextDecoder("utf-8", { fatal: true })

const make = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const bytesOf = (name: string): Stream.Stream<Uint8Array, unknown> =>
    name === "-"
      ? NodeStream.fromReadable<unknown, Uint8Array>(() => process.stdin, (cause) => cause)
      : fs.stream(name)

  const read = Effect.fn("PayloadSource.read")(function*(source: string) {
    const unreadable = (detail: string) => new PayloadUnreadable({ source, detail })
    const chunks: Array<Uint8Array> = []
    let total = 0
    yield* Stream.runForEach(
      Stream.mapError(bytesOf(source), (cause) => unreadable(reasonOf(cause))),
      (chunk) => {
        chunks.push(chunk)
        total += chunk.length
        return total > maxBytes ? Effect.fail(unreadable(`it is larger than ${maxBytes} bytes`)) : Effect.void
      }
    )
    return yield* Effect.try({
      try: () => decoder.decode(Buffer.concat(chunks, total)),
      catch: () => unreadable("it is not UTF-8")
    })
  })
  return PayloadSource.of({ read })
})

/** The platform wraps what the system said. */
const reasonOf = (cause: unknown): string =>
  describeCause(cause instanceof Error && cause.cause !== undefined ? cause.cause : cause)

/** Files by their name as it was typed, and standard input. */
export const layer = Layer.effect(PayloadSource, make)
