import * as Effect from "effect/Effect"
import { createServer as createHttpServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net"
import { ServerUrl } from "../../src/domain/sync/ServerTarget.js"

/** One request as it arrived, whole. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}
export interface Reply {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array
}
/** Answers, or does to the response whatever it likes and returns nothing. */
export type Script = (request: Seen, response: ServerResponse) => Reply | undefined

const listen = (server: Server, sockets: Set<Socket>) =>
  Effect.acquireRelease(
    Effect.async<AddressInfo>((resume) => {
      server.on("connection", (socket) => {
        sockets.add(socket)
        socket.on("error", () => undefined)
        socket.on("close", () => sockets.delete(socket))
      })
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        if (address !== null && typeof address === "object") resume(Effect.succeed(address))
      })
    }),
    () =>
      Effect.async<void>((resume) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resume(Effect.void))
      })
  ).pipe(Effect.map(({ port }) => ({ port, url: ServerUrl.make(`http://127.0.0.1:${port}`) })))

/** A server on loopback that does what the script says, and remembers every request. Gone with the scope. */
export const hostileServer = (script: Script) =>
  Effect.gen(function*() {
    const requests: Array<Seen> = []
    const server = createHttpServer((incoming, response) => {
      const chunks: Array<Buffer> = []
      incoming.on("error", () => undefined)
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
      incoming.on("end", () => {
        const { headers, method = "", url = "" } = incoming
        const seen = { method, url, headers, body: Buffer.concat(chunks) }
        requests.push(seen)
        const reply = script(seen, response)
        if (reply === undefined) return
        response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers })
        response.end(reply.body ?? "")
      })
    })
    return { ...(yield* listen(server, new Set())), requests }
  })

/** The same below HTTP: the script gets each connection, and the bytes that came on all of them are kept. */
export const rawServer = (script: (socket: Socket, connection: number) => void) =>
  Effect.gen(function*() {
    const received: Array<Buffer> = []
    const connections = { count: 0 }
    const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
      connections.count += 1
      socket.on("data", (chunk: Buffer) => received.push(chunk))
      script(socket, connections.count)
    })
    const place = yield* listen(server, new Set())
    return { ...place, connections, bytes: () => Buffer.concat(received).toString("latin1") }
  })
