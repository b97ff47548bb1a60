import * as Struct from "effect/Struct"
import { routes } from "../wire/routes.js"
import { replies, reply, type Reply } from "./Reply.js"
import { trackerRefused } from "./tracker/refusals.js"

/** What the API takes, as far as its refusals have words of their own. */
export type Endpoint = "events" | "bodies" | "signIn" | "tracker"

/** The endpoint behind a path, its query included. What is none of the others (its health) is answered as `events` is. */
export const endpointOf = (url: string): Endpoint => {
  if (url.startsWith(routes.push)) return "bodies"
  if (url.startsWith(routes.signIn)) return "signIn"
  return url.startsWith("/api/v1/tracker/") ? "tracker" : "events"
}

/** One answer instead of any work, as each endpoint words it; null where the contract has no such answer. */
type Refusal = Readonly<Record<Endpoint, Reply | null>>

const forbidden = reply(403, { error: "Insufficient permissions for this project" })
const tooLarge = reply(413, { error: "payload_too_large", detail: "more than is taken at once" })

/** The tracker's 429 says the seconds under its own name; the header is everybody's. */
const trackerThrottled: Reply = {
  ...trackerRefused(429, {
    error_code: "rate_limited",
    category: "throttling",
    message: "Too many requests.",
    retryable: true,
    retry_after_seconds: 1
  }),
  headers: replies.rateLimited.headers
}

/** The answers that can be asked for by number (wire contracts of batch ingest, push-content and tracker; 047). */
const refusals = {
  "400": {
    events: reply(400, { error: "Batch validation failed", details: [] }),
    bodies: reply(400, { error: "validation_error", detail: "content_hash does not match content_body" }),
    signIn: null,
    tracker: trackerRefused(400, {
      error_code: "invalid_request",
      category: "validation",
      message: "The request is not valid."
    })
  },
  "401": {
    events: replies.authenticationRequired,
    bodies: replies.authenticationRequired,
    signIn: null,
    tracker: replies.authenticationRequired
  },
  "403": {
    events: forbidden,
    bodies: forbidden,
    signIn: null,
    tracker: trackerRefused(403, {
      error_code: "permission_denied",
      category: "permission",
      message: "Insufficient permissions for this team.",
      user_action_required: true
    })
  },
  "404-namespace": {
    events: null,
    bodies: reply(404, { error: "namespace_not_found", detail: "no dossier event of this namespace was received" }),
    signIn: null,
    tracker: null
  },
  "413": { events: tooLarge, bodies: tooLarge, signIn: null, tracker: null },
  "429": {
    events: replies.rateLimited,
    bodies: replies.rateLimited,
    signIn: replies.rateLimited,
    tracker: trackerThrottled
  }
} as const satisfies Record<string, Refusal>

/** As it is written before the `:N` of a fault. */
export type RefusalName = keyof typeof refusals
export const refusalNames: ReadonlyArray<RefusalName> = Struct.keys(refusals)

export const refusalAt = (name: RefusalName, endpoint: Endpoint): Reply | null => refusals[name][endpoint]
