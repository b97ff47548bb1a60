import * as Struct from "effect/Struct"
import { replies, reply, type Reply } from "./Reply.js"

/** The two things the API takes. What is neither (its health) is answered as `events` is. */
export type Endpoint = "events" | "bodies"

/** One answer instead of any work, as each endpoint words it; null where the contract has no such answer. */
type Refusal = Readonly<Record<Endpoint, Reply | null>>

const both = (refusal: Reply): Refusal => ({ events: refusal, bodies: refusal })

/** The answers that can be asked for by number (wire contracts of batch ingest and of push-content, 047). */
const refusals = {
  "400": {
    events: reply(400, { error: "Batch validation failed", details: [] }),
    bodies: reply(400, { error: "validation_error", detail: "content_hash does not match content_body" })
  },
  "401": both(replies.authenticationRequired),
  "403": both(reply(403, { error: "Insufficient permissions for this project" })),
  "404-namespace": {
    events: null,
    bodies: reply(404, { error: "namespace_not_found", detail: "no event of this namespace was received" })
  },
  "413": both(reply(413, { error: "payload_too_large", detail: "more than is taken at once" })),
  "429": both(replies.rateLimited)
} as const satisfies Record<string, Refusal>

/** As it is written before the `:N` of a fault. */
export type RefusalName = keyof typeof refusals
export const refusalNames: ReadonlyArray<RefusalName> = Struct.keys(refusals)

export const refusalAt = (name: RefusalName, endpoint: Endpoint): Reply | null => refusals[name][endpoint]
