import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Diagnostic } from "../../domain/Diagnostic.js"
import type { ContractViolations } from "../../domain/contract/ContractViolations.js"
import type { EventEnvelope } from "../../domain/events/EventEnvelope.js"
import type { Namespace } from "../../domain/identity/Namespace.js"
import type { ProjectIdentity } from "../../domain/identity/ProjectIdentity.js"
import { BodyRequest } from "../../domain/sync/BodyRequest.js"
import type { IndexedMission } from "../../services/ArtifactIndexer.js"
import { ContractGate } from "../../services/ContractGate.js"
import { DeliveryQueue, type QueueItem } from "../../services/DeliveryQueue.js"
import { dossierEnvelopes } from "../dossier/dossierEnvelopes.js"
import { isNews, recordScan } from "../dossier/recordScan.js"

/** A payload that the gate refused: it is reported, and everything else goes on. */
export interface RefusedPayload {
  readonly mission: string
  /** Artifact path of a body, event type of an event. */
  readonly subject: string
  readonly violations: ContractViolations
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
  events: ReadonlyArray<EventEnvelope>,
  bodies: ReadonlyArray<BodyRequest>
) {
  const gate = yield* ContractGate
  const items: Array<QueueItem> = []
  const refused: Array<RefusedPayload> = []
  for (const envelope of events) {
    const verdict = yield* Effect.either(gate.event(envelope))
    if (Either.isRight(verdict)) items.push({ _tag: "Event", event: verdict.right })
    else refused.push({ mission, subject: envelope.event_type, violations: verdict.left })
  }
  for (const request of bodies) {
    const verdict = yield* Effect.either(gate.body(request))
    if (Either.isRight(verdict)) items.push({ _tag: "Body", body: verdict.right })
    else refused.push({ mission, subject: request.artifact_path, violations: verdict.left })
  }
  return { items, refused }
})

/** What of a scan is to be queued: its events alone (`dossier scan`), events and bodies (`sync`), or nothing. */
export type CaptureWhat = "events" | "events_and_bodies" | "nothing"

/** What came of it: payloads the gate refused, and files of ours that could not be written. */
export interface Capture {
  readonly refused: ReadonlyArray<RefusedPayload>
  readonly warnings: ReadonlyArray<Diagnostic>
}

/**
 * Records a scan that found something new, gates every payload and queues what passed: all of one scan in one
 * transaction, on disk before it returns.
 */
export const captureMission = Effect.fn("captureMission")(function*(
  mission: IndexedMission,
  namespace: Namespace,
  identity: ProjectIdentity,
  what: CaptureWhat
) {
  const nothing: Capture = { refused: [], warnings: [] }
  const news = yield* isNews(mission.dossier)
  if (!news && what === "nothing") return nothing
  const events = yield* dossierEnvelopes(mission.dossier, namespace, identity)
  const warnings = news ? yield* recordScan(mission.dossier, events) : []
  if (what === "nothing") return { ...nothing, warnings }
  const bodies = what === "events" ? [] : bodyRequests(mission, namespace)
  const { items, refused } = yield* gateAll(mission.dossier.mission_slug, events, bodies)
  yield* (yield* DeliveryQueue).enqueue(items)
  const capture: Capture = { refused, warnings }
  return capture
})
