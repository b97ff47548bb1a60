import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"
import { ServerUrl } from "./ServerTarget.js"
import { safeText } from "./serverText.js"

const reasons = {
  not_a_url: "it is not of the form https://HOST[:PORT][/PATH]",
  scheme: "only https is sent to, and http on this machine",
  insecure: "http is used on 127.x.y.z, [::1] and localhost alone: anyone on the way could read the token",
  credentials: "it holds a user name or password",
  query: "it has a query or fragment, and paths are appended to it",
  host: "its host is not written in its plain form, so it could be read as another host",
  port: "its port is not a number from 1 to 65535",
  path: "its path has characters or segments that would be changed on the way"
} as const

/** A text that is not an address we send to. Nothing was stored and nothing was sent. */
export class ServerUrlRefused extends Schema.TaggedError<ServerUrlRefused>()("ServerUrlRefused", {
  /** The text, fit to print: without what stands before an `@` or behind a `?`. */
  url: Schema.String,
  reason: Schema.Literal(
    "not_a_url", "scheme", "insecure", "credentials", "query", "host", "port", "path"
  )
}) implements Explained {
  readonly code = "SERVER-01"
  get target(): string {
    return this.url
  }
  override get message(): string {
    return `${this.url === "" ? "An empty text" : this.url} can't be used as a server.`
  }
  get why(): string {
    return reasons[this.reason]
  }
  readonly next = "name a server such as https://kitty.example.org, or http://127.0.0.1:PORT for one on this machine"
}

const maxLength = 2048
const shape = /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?<authority>[^/?#]*)(?<path>\/[^?#]*)?$/i
const hostAndPort = /^(?<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?<port>\d{1,5}))?$/i
const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"
const loopback = new RegExp(`^(?:localhost|\\[::1\\]|127\\.${octet}\\.${octet}\\.${octet})$`)

/** What a person may see of a refused text: no user info, no query, no control characters. */
const printable = (text: string): string =>
  safeText(text.slice(0, maxLength).replace(/[?#].*$/s, "?…").replace(/^([^@]*:\/\/)?.*@/s, "$1…@"))

/** The host that everyone else's parser would see; null where they would see none. */
const normalHost = (scheme: string, host: string): string | null => {
  const url = `${scheme}://${host}/`
  return URL.canParse(url) ? new URL(url).hostname : null
}

const problemOfHost = (scheme: string, host: string): ServerUrlRefused["reason"] | null => {
  // `127.1`, `2130706433` and `0x7f000001` all become 127.0.0.1 elsewhere: only what stays as written is taken.
  if (host.endsWith(".") || host.includes("..") || normalHost(scheme, host) !== host) return "host"
  return scheme === "http" && !loopback.test(host) ? "insecure" : null
}

const problemOfPath = (path: string): ServerUrlRefused["reason"] | null =>
  /^[A-Za-z0-9._~/-]*$/.test(path) && !path.includes("//") && !/\/\.{1,2}(?:\/|$)/.test(path) ? null : "path"

/**
 * The address of a server from a person's text, judged as it is written: https anywhere; http only where the host is
 * 127.x.y.z, [::1] or localhost, literally; never user info, query or fragment (S20, G-N2). The answer is normal: lower
 * case scheme and host, no default port, no trailing slash.
 */
export const parseServerUrl = (text: string): Either.Either<ServerUrl, ServerUrlRefused> => {
  const refuse = (reason: ServerUrlRefused["reason"]) =>
    Either.left(new ServerUrlRefused({ url: printable(text), reason }))
  if (text.length > maxLength || !/^[\x21-\x7e]+$/.test(text) || text.includes("\\")) return refuse("not_a_url")
  if (/[?#]/.test(text)) return refuse("query")
  const parts = shape.exec(text)?.groups
  if (parts === undefined) return refuse("not_a_url")
  const scheme = (parts["scheme"] ?? "").toLowerCase()
  const authority = parts["authority"] ?? ""
  if (scheme !== "https" && scheme !== "http") return refuse("scheme")
  if (authority.includes("@")) return refuse("credentials")
  const place = hostAndPort.exec(authority)?.groups
  if (place === undefined) return refuse(/^(?:\[[^\]]*\]|[^[\]:]+):/.test(authority) ? "port" : "host")
  const host = (place["host"] ?? "").toLowerCase()
  const port = place["port"] === undefined ? null : Number(place["port"])
  if (port !== null && (port < 1 || port > 65_535)) return refuse("port")
  const path = (parts["path"] ?? "").replace(/\/$/, "")
  const problem = problemOfHost(scheme, host) ?? problemOfPath(path)
  if (problem !== null) return refuse(problem)
  const shownPort = port === null || port === (scheme === "https" ? 443 : 80) ? "" : `:${port}`
  return Either.right(ServerUrl.make(`${scheme}://${host}${shownPort}${path}`))
}

/** Scheme, host and port: what a token is bound to (G-A6). */
export const serverOrigin = (server: ServerUrl): string => new URL(server).origin

/** True for a server on this machine, which no proxy stands before. */
export const isLoopbackServer = (server: ServerUrl): boolean => loopback.test(new URL(server).hostname)
