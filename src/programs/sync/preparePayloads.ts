import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { ContractViolations } from "../../domain/contract/ContractViolations.js"
import type { EventEnvelope } from "../../domain/events/EventEnvelope.js"
import type { Namespace } from "../../domain/identity/Namespace.js"
import type { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import { BodyRequest } from "../../domain/sync/BodyRequest.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"
import { ContractGate } from "../../services/ContractGate.js"
import type { QueueItem } from "../../services/DeliveryQueue.js"
import { dossierEnvelopes, type LamportSource } from "../dossier/dossierEnvelopes.js"

/** A payload that the gate refused: it is reported, and everything else goes on. */
export interface RefusedPayload {
  readonly mission: string
  /** Artifact path of a body, event type of an event. */
  readonly subject: string
  readonly violations: ContractViolations
}

/** What one scan of one mission has to say to a server, judged by the gate. */
export interface PreparedPayloads {
  /** Every event of the scan, refused or not: the mission's own log keeps all of them. */
  readonly envelopes: ReadonlyArray<EventEnvelope>
  /** What passed, fit to be queued: events in the order of their Lamport values, then bodies. */
  readonly items: ReadonlyArray<QueueItem>
  readonly refused: ReadonlyArray<RefusedPayload>
}

export interface PrepareOptions<E, R> {
  readonly namespace: Namespace
  readonly identity: ProjectIdentity
  /** Its events alone, or the bodies that the scan kept as well. */
  readonly what: "events" | "events_and_bodies"
  /** Reserved values: see `provisionalPayloads` for what is only looked at. */
  readonly lamport: LamportSource<E, R>
}

const bodyRequests = (mission: IndexedMission, namespace: Namespace): ReadonlyArray<BodyRequest> => {
  const hashes = new Map(mission.dossier.artifacts.map((it) => [it.relative_path, it.content_hash_sha256]))
  return [...mission.bodies].flatMap(([artifact_path, content_body]) => {
    const content_hash = hashes.get(artifact_path) ?? ""
    return content_hash === ""
      ? []
      : [new BodyRequest({ ...namespace, artifact_path, content_hash, hash_algorithm: "sha256", content_body })]
  })
}

const gateAll = Effect.fn("gateAll")(function*(
  mission: string,
  envelopes: ReadonlyArray<EventEnvelope>,
  bodies: ReadonlyArray<BodyRequest>
) {
  const gate = yield* ContractGate
  const items: Array<QueueItem> = []
  const refused: Array<RefusedPayload> = []
  for (const envelope of envelopes) {
    const verdict = yield* Effect.either(gate.event(envelope))
    if (Either.isRight(verdict)) items.push({ _tag: "Event", event: verdict.right })
    else refused.push({ mission, subject: envelope.event_type, violations: verdict.left })
  }
  for (const request of bodies) {
    const verdict = yield* Effect.either(gate.body(request))
    if (Either.isRight(verdict)) items.push({ _tag: "Body", body: verdict.right })
    else refused.push({ mission, subject: request.artifact_path, violations: verdict.left })
  }
  const prepared: PreparedPayloads = { envelopes, items, refused }
  return prepared
})

/**
 * Builds every payload of a scanned mission and has the gate judge each. Touches neither the queue nor the dossier's
 * files, and the Lamport clock only through `lamport`.
 */
export const preparePayloads = Effect.fn("preparePayloads")(function*<E, R>(
  mission: IndexedMission,
  { identity, lamport, namespace, what }: PrepareOptions<E, R>
) {
  const envelopes = yield* dossierEnvelopes(mission.dossier, { namespace, identity, lamport })
  const bodies = what === "events" ? [] : bodyRequests(mission, namespace)
  return yield* gateAll(mission.dossier.mission_slug, envelopes, bodies)
})

/** Takes nothing from the clock. */
const noLamport: LamportSource<never, never> = () => Effect.succeed(1)

/** Events and bodies of a mission, to be judged and shown and never queued: nothing is reserved for them. */
export const provisionalPayloads = (mission: IndexedMission, namespace: Namespace, identity: ProjectIdentity) =>
  preparePayloads(mission, { namespace, identity, what: "events_and_bodies", lamport: noLamport })
