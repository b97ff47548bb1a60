import type { EventEnvelope } from "../events/EventEnvelope.js"
import type { BodyRequest } from "../sync/BodyRequest.js"
import type { Gated } from "./compileContract.js"

/** An event whose envelope and payload passed the gate, with the bytes that will be sent. */
export type GatedEvent = Gated<EventEnvelope>
/** A body upload that passed the gate, with the bytes that will be sent. */
export type GatedBody = Gated<BodyRequest>
