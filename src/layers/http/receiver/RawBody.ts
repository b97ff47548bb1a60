import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { IncomingMessage } from "node:http"
import { gunzip } from "node:zlib"
import { jsonDepth } from "../../../domain/receiver/jsonDepth.js"
import { maxInflation, maxJsonDepth } from "../../../domain/receiver/limits.js"
import { reply, type Reply } from "../../../domain/receiver/Reply.js"

/** The request's body can't be taken; `reply` says why. Its rest is read and thrown away. */
export class BodyRefused extends Data.TaggedError("BodyRefused")<{ readonly reply: Reply }> {}

/** Most bytes of a body: as it travels, and after decompression. */
export interface BodyLimits {
  readonly rawBytes: number
  readonly decodedBytes: number
}

const refuse = (status: number, error: string, detail: string): BodyRefused =>
  new BodyRefused({ reply: reply(status, { error, detail, details: [] }) })

const tooLarge = (detail: string) => refuse(413, "payload_too_large", detail)

/**
 * Collects at most `limit` bytes. By hand, because the stream of the platform's request closes the connection when it ends
 * early, and then the sender never reads our answer.
 */
const collect = (message: IncomingMessage, limit: number): Effect.Effect<Buffer, BodyRefused> =>
  Effect.async<Buffer, BodyRefused>((resume) => {
    const chunks: Array<Buffer> = []
    let length = 0
    const stop = () => {
      message.off("data", onData).off("end", onEnd).off("error", onError)
      message.resume()
    }
    const onData = (chunk: Buffer) => {
      length += chunk.length
      if (length <= limit) return void chunks.push(chunk)
      stop()
      resume(tooLarge(`the limit is ${limit} bytes as sent`))
    }
    const onEnd = () => resume(Effect.succeed(Buffer.concat(chunks, length)))
    const onError = () => resume(refuse(400, "bad_request", "the body ended early"))
    message.on("data", onData).on("end", onEnd).on("error", onError)
    return Effect.sync(stop)
  })

const inflate = (raw: Buffer, limit: number): Effect.Effect<Buffer, BodyRefused> =>
  Effect.async((resume) => {
    const most = Math.min(limit, raw.length * maxInflation)
    gunzip(raw, { maxOutputLength: Math.max(most, 1) }, (error, decoded) => {
      if (error === null) return resume(Effect.succeed(decoded))
      const bomb = "code" in error && error.code === "ERR_BUFFER_TOO_LARGE"
      resume(
        bomb
          ? tooLarge(`the limit is ${limit} bytes decoded, and ${maxInflation} decoded bytes per byte sent`)
          : refuse(400, "bad_request", "the body is not gzip, or ended early")
      )
    })
  })

const plain = (raw: Buffer, limit: number): Effect.Effect<Buffer, BodyRefused> =>
  raw.length <= limit ? Effect.succeed(raw) : tooLarge(`the limit is ${limit} bytes decoded`)

/** By the value of Content-Encoding. */
const decoders = new Map([["gzip", inflate], ["x-gzip", inflate], ["identity", plain]])

const parse = (bytes: Buffer): Effect.Effect<unknown, BodyRefused> =>
  Effect.gen(function*() {
    const text = yield* Effect.try({
      try: () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes),
      catch: () => refuse(400, "bad_request", "the body is not UTF-8")
    })
    if (jsonDepth(text, maxJsonDepth) > maxJsonDepth) {
      return yield* refuse(400, "bad_request", `the JSON is nested deeper than ${maxJsonDepth} levels`)
    }
    return yield* Effect.try({
      try: (): unknown => JSON.parse(text),
      catch: () => refuse(400, "bad_request", "the body is not JSON")
    })
  })

const isJson = (contentType: string | undefined): boolean => /^application\/json\s*(;|$)/i.test(contentType ?? "")

/**
 * The JSON of a request, gzip or plain, with every limit held before the memory is spent. Asks for the form (415), then the
 * size (413), then the content (400).
 */
export const readJson = (
  request: HttpServerRequest.HttpServerRequest,
  limits: BodyLimits
): Effect.Effect<unknown, BodyRefused> =>
  Effect.gen(function*() {
    if (!isJson(request.headers["content-type"])) {
      return yield* refuse(415, "unsupported_media_type", "Content-Type must be application/json")
    }
    const decode = decoders.get((request.headers["content-encoding"] ?? "identity").trim().toLowerCase())
    if (decode === undefined) {
      return yield* refuse(415, "unsupported_encoding", "Content-Encoding must be gzip or identity, once")
    }
    if (Number(request.headers["content-length"] ?? 0) > limits.rawBytes) {
      return yield* tooLarge(`the limit is ${limits.rawBytes} bytes as sent`)
    }
    const raw = yield* collect(NodeHttpServerRequest.toIncomingMessage(request), limits.rawBytes)
    return yield* parse(yield* decode(raw, limits.decodedBytes))
  })
