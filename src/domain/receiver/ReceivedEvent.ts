import * as Option from "effect/Option"
import * as Order from "effect/Order"
import * as Schema from "effect/Schema"
import { canonicalJson } from "../contract/canonicalJson.js"
import { ArtifactPath, ContentHash } from "../dossier/Artifact.js"
import type { EventEnvelope } from "../events/EventEnvelope.js"
import { Namespace } from "../identity/Namespace.js"

const DossierPayload = Schema.Struct({ namespace: Schema.Struct(Namespace.fields) })

const IndexedPayload = Schema.Struct({
  artifact_id: Schema.Struct({ path: ArtifactPath }),
  content_ref: Schema.Struct({ algorithm: Schema.Literal("sha256"), hash: ContentHash })
})

/** An index entry to be: this path of the event's namespace has this content. */
export interface IndexEntry {
  readonly path: ArtifactPath
  readonly hash: ContentHash
}

/** One accepted event, as the receiver keeps it. */
export interface ReceivedEvent {
  readonly eventId: string
  readonly eventType: string
  readonly aggregateId: string
  readonly buildId: string
  readonly lamportClock: number
  readonly timestamp: string
  /** Of the four dossier types; none for the others. */
  readonly namespace: Option.Option<Namespace>
  /** Of MissionDossierArtifactIndexed, where it names a safe path and a SHA-256; none otherwise. */
  readonly index: Option.Option<IndexEntry>
  /** The event as canonical JSON: two posts of one id are the same event exactly when these are equal. */
  readonly canonical: string
}

const decodeNamespace = Schema.decodeUnknownOption(DossierPayload)
const decodeIndexed = Schema.decodeUnknownOption(IndexedPayload)

const namespaceOf = ({ event_type, payload }: EventEnvelope): Option.Option<Namespace> =>
  event_type.startsWith("MissionDossier")
    ? Option.map(decodeNamespace(payload), (dossier) => new Namespace(dossier.namespace))
    : Option.none()

const indexOf = ({ event_type, payload }: EventEnvelope): Option.Option<IndexEntry> =>
  event_type === "MissionDossierArtifactIndexed"
    ? Option.map(decodeIndexed(payload), ({ artifact_id: { path }, content_ref: { hash } }) => ({ path, hash }))
    : Option.none()

/** Reads an event that passed the contract. */
export const readEvent = (event: EventEnvelope): ReceivedEvent => ({
  eventId: event.event_id,
  eventType: event.event_type,
  aggregateId: event.aggregate_id,
  buildId: event.build_id,
  lamportClock: event.lamport_clock,
  timestamp: event.timestamp,
  namespace: namespaceOf(event),
  index: indexOf(event),
  canonical: canonicalJson(event)
})

/** The order that makes one index event the current one of its path: Lamport clock, then time, then id (upstream reducer). */
export const indexOrder: Order.Order<Pick<ReceivedEvent, "lamportClock" | "timestamp" | "eventId">> = Order.combineAll([
  Order.mapInput(Order.number, (event) => event.lamportClock),
  Order.mapInput(Order.string, (event) => event.timestamp),
  Order.mapInput(Order.string, (event) => event.eventId)
])
