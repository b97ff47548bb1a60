import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Gated } from "../domain/contract/compileContract.js"
import type { GatedBody, GatedEvent } from "../domain/contract/Gated.js"
import type { ContractViolations } from "../domain/contract/ContractViolations.js"
import type { EventEnvelope } from "../domain/events/EventEnvelope.js"
import type { BodyRequest } from "../domain/sync/BodyRequest.js"

/**
 * The only way out: a value leaves the machine only as a `Gated`, and only this service makes one.
 * Its rules come from the vendored contract document alone (064 FR-012, FR-013, FR-023).
 */
export class ContractGate extends Context.Tag("spec-kitty/ContractGate")<ContractGate, {
  /** Checks the envelope, then its payload in `payload/<event_type>`; reports all violations of both together. */
  readonly event: (envelope: EventEnvelope) => Effect.Effect<GatedEvent, ContractViolations>
  /** The same for a stored event: the bytes that come out are the bytes that went in. */
  readonly eventText: (json: string) => Effect.Effect<GatedEvent, ContractViolations>
  /** Checks the nine fields of a body upload; `content_body` itself is not searched for names. */
  readonly body: (request: BodyRequest) => Effect.Effect<GatedBody, ContractViolations>
  /** Checks any value in a named context of the contract. An unknown context is refused. */
  readonly check: (context: string, value: unknown) => Effect.Effect<Gated<unknown>, ContractViolations>
  /** The names of all contexts, sorted. */
  readonly contexts: ReadonlyArray<string>
}>() {}
