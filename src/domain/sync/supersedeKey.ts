import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { EventEnvelope } from "../events/EventEnvelope.js"
import { Namespace } from "../identity/Namespace.js"

const NamespaceOfPayload = Schema.Struct(Namespace.fields)
const Path = Schema.Struct({ path: Schema.NonEmptyString })

const IndexedPayload = Schema.Struct({ namespace: NamespaceOfPayload, artifact_id: Path })
const MissingPayload = Schema.Struct({ namespace: NamespaceOfPayload, expected_identity: Path })
const NamespacedPayload = Schema.Struct({ namespace: NamespaceOfPayload })
const MissionPayload = Schema.Struct({
  namespace: Schema.optional(Schema.Struct({ mission_slug: Schema.String })),
  mission_slug: Schema.optional(Schema.String)
})

const decodeIndexed = Schema.decodeUnknownOption(IndexedPayload)
const decodeMissing = Schema.decodeUnknownOption(MissingPayload)
const decodeNamespaced = Schema.decodeUnknownOption(NamespacedPayload)
const decodeMission = Schema.decodeUnknownOption(MissionPayload)

/** The event that makes the receiver know an artifact; its body waits for it. */
export const indexedEventType = "MissionDossierArtifactIndexed"

/** Subject of an artifact's body and of its Indexed and Missing events: equal exactly when `Namespace.key` and path are. */
export const subjectKey = (namespaceKey: string, path: string): string => JSON.stringify([namespaceKey, path])

/** `Namespace.key` of the five fields in an event's payload; null for an event whose payload has none. */
export const namespaceKeyOf = (event: EventEnvelope): string | null =>
  Option.getOrNull(Option.map(decodeNamespaced(event.payload), ({ namespace }) => new Namespace(namespace).key))

/**
 * What an event is the latest word about: an artifact (Indexed, Missing) or a whole dossier (SnapshotComputed). A newer
 * one makes an older one that still waits pointless. Null for every other event: those are history, and all of it goes.
 */
export const supersedeKey = (event: EventEnvelope): string | null => {
  switch (event.event_type) {
    case indexedEventType:
      return Option.getOrNull(Option.map(decodeIndexed(event.payload), ({ artifact_id, namespace }) =>
        subjectKey(new Namespace(namespace).key, artifact_id.path)))
    case "MissionDossierArtifactMissing":
      return Option.getOrNull(Option.map(decodeMissing(event.payload), ({ expected_identity, namespace }) =>
        subjectKey(new Namespace(namespace).key, expected_identity.path)))
    case "MissionDossierSnapshotComputed":
      return namespaceKeyOf(event)
    default:
      return null
  }
}

/** The mission an event belongs to; null for an event outside any mission. */
export const missionOf = (event: EventEnvelope): string | null =>
  Option.getOrNull(Option.flatMapNullable(
    decodeMission(event.payload),
    ({ mission_slug, namespace }) => namespace?.mission_slug ?? mission_slug
  ))
