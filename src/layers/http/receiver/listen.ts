import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as HttpServer from "@effect/platform/HttpServer"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createServer, type Server } from "node:http"
import { ReceiverNotListening } from "../../../domain/receiver/receiverErrors.js"

const loopback = "127.0.0.1"

/** How long a client may take, in milliseconds. */
export interface Patience {
  /** Until its headers are complete. */
  readonly headersMs: number
  /** Until its whole request is. */
  readonly requestMs: number
  /** How often that is looked at. Node's own habit is every 30 s. */
  readonly checkMs: number
}

export const defaultPatience: Patience = { headersMs: 5_000, requestMs: 30_000, checkMs: 1_000 }

/** A server that slow or idle clients can't occupy: besides time, 256 connections and 16 KiB of headers are the limit. */
const makeServer = ({ checkMs, headersMs, requestMs }: Patience): Server => {
  const server = createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    keepAliveTimeout: 10_000,
    maxHeaderSize: 16 * 1024
  })
  server.maxConnections = 256
  return server
}

/** Ends every connection at once: what was acknowledged is stored, and a sender without an answer asks again. */
const shutDown = (server: Server): Effect.Effect<void> =>
  Effect.async<void>((resume) => {
    server.close(() => resume(Effect.void))
    server.closeAllConnections()
  })

/** Listens on 127.0.0.1 and nowhere else. Port 0 takes a free one. */
export const layerListening = (
  port: number,
  patience: Patience = defaultPatience
): Layer.Layer<HttpServer.HttpServer, ReceiverNotListening> =>
  Layer.scoped(
    HttpServer.HttpServer,
    Effect.gen(function*() {
      const node = makeServer(patience)
      const server = yield* NodeHttpServer.make(() => node, { port, host: loopback }).pipe(
        Effect.mapError(({ cause }) =>
          new ReceiverNotListening({ port, detail: cause instanceof Error ? cause.message : String(cause) })
        )
      )
      yield* Effect.addFinalizer(() => shutDown(node))
      if (server.address._tag !== "TcpAddress" || server.address.hostname !== loopback) {
        return yield* new ReceiverNotListening({ port, detail: "the socket is not on 127.0.0.1" })
      }
      return server
    })
  )
