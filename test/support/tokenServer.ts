import { once } from "node:events"
import * as http from "node:http"
import type { AddressInfo } from "node:net"
import { gunzipSync } from "node:zlib"

/** What a server with tokens has seen, by its own count. */
export interface Tally {
  renewals: number
  /** Renewals with a refresh token that was used before. */
  reused: number
  unauthorised: number
  authorised: number
  readonly bodies: Set<string>
}

export interface TokenServer {
  readonly url: string
  readonly tally: Tally
  /** A fresh pair, as a login would bring it. */
  readonly issue: () => { readonly access: string; readonly refresh: string }
  readonly stop: () => Promise<void>
}

export interface TokenServerOptions {
  /** Requests for which an access token is good; default: any number. */
  readonly uses?: number
  /** Milliseconds that a renewal takes. */
  readonly renewalMs?: number
  /** Called when a renewal has been made and is about to be answered. */
  readonly onRenewal?: () => void
}

/** A receiver on loopback whose refresh tokens are good for once each, and whose access tokens expire. */
export const tokenServer = async ({ onRenewal, renewalMs = 0, uses = Infinity }: TokenServerOptions = {}): Promise<TokenServer> => {
  const tally: Tally = { renewals: 0, reused: 0, unauthorised: 0, authorised: 0, bodies: new Set() }
  const left = new Map<string, number>()
  const refreshes = new Set<string>()
  let issued = 0

  const issue = () => {
    issued += 1
    const pair = { access: `access.${issued}.system`, refresh: `refresh.${issued}.system` }
    left.set(pair.access, uses)
    refreshes.add(pair.refresh)
    return pair
  }
  const renew = (refresh: string) => {
    tally.renewals += 1
    if (refreshes.delete(refresh)) return [200, { ...issue(), access_lifetime: 900 }] as const
    tally.reused += 1
    return [401, { error: "invalid_refresh_token" }] as const
  }
  const authorised = (header: string | undefined) => {
    const token = header?.replace("Bearer ", "") ?? ""
    const before = left.get(token) ?? 0
    left.set(token, before - 1)
    tally[before > 0 ? "authorised" : "unauthorised"] += 1
    return before > 0
  }
  const batch = (text: string) => {
    const { events } = JSON.parse(text)
    return events.length === 0
      ? [400, { error: "No events provided" }] as const
      : [200, { results: events.map(({ event_id }: { readonly event_id: string }) => ({ event_id, status: "success" })) }] as const
  }
  const push = (text: string) => {
    const { artifact_path, content_hash } = JSON.parse(text)
    tally.bodies.add(artifact_path)
    return [201, { status: "stored", artifact_path, content_hash }] as const
  }

  const server = http.createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("error", () => undefined).on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
      const bytes = Buffer.concat(chunks)
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8")
      const answer = ([status, body]: readonly [number, unknown]) => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
      }
      if (request.url === "/api/v1/token/refresh/") {
        const renewed = renew(JSON.parse(text).refresh)
        onRenewal?.()
        setTimeout(() => { answer(renewed) }, renewalMs)
      } else if (!authorised(request.headers.authorization)) answer([401, { error: "authentication_required" }])
      else answer(request.url === "/api/v1/events/batch/" ? batch(text) : push(text))
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === "string") throw new Error("no address")
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, "close")
  }
  return { url: `http://127.0.0.1:${address.port}`, tally, issue, stop }
}
