import type { GatedBody, GatedEvent } from "../contract/Gated.js"
import type { ContentHash } from "../dossier/Artifact.js"
import { indexedEventType, missionOf, namespaceKeyOf, subjectKey, supersedeKey } from "./supersedeKey.js"

/** Which of the two things a queue carries. */
export type QueueKind = "event" | "body"

/** An item as a queue stores it, before it has an id. */
export interface QueueEntry {
  readonly kind: QueueKind
  /** What it is the latest word about; null where it replaces nothing. */
  readonly key: string | null
  /** `Namespace.key` of a body, and of an event whose payload has a namespace; null for any other event. */
  readonly namespaceKey: string | null
  readonly missionSlug: string | null
  /** Artifact path of a body, event type of an event. */
  readonly subject: string
  readonly eventId: string | null
  readonly lamport: number | null
  /** Hash of a body's content; null for an event. */
  readonly contentHash: ContentHash | null
  /** An event's JSON as it will be sent; a body's content alone. */
  readonly text: string
  /** UTF-8 bytes of the JSON that will be sent. */
  readonly wireBytes: number
  /** UTF-8 bytes of a body's content; 0 for an event. */
  readonly contentBytes: number
}

const encoder = new TextEncoder()
const scratch = new Uint8Array(64 * 1024)

/**
 * UTF-8 bytes of a text. Encoding it is native, and so cheaper than looking at each of its characters; always into the
 * same piece of memory, which is four times as fast as asking for a new one.
 */
export const utf8Length = (text: string): number => {
  let bytes = 0
  for (let rest = text; rest !== "";) {
    const { read, written } = encoder.encodeInto(rest, scratch)
    bytes += written
    rest = rest.slice(read)
  }
  return bytes
}

export const eventEntry = (event: Pick<GatedEvent, "value" | "json">): QueueEntry => ({
  kind: "event",
  key: supersedeKey(event.value),
  namespaceKey: namespaceKeyOf(event.value),
  missionSlug: missionOf(event.value),
  subject: event.value.event_type,
  eventId: event.value.event_id,
  lamport: event.value.lamport_clock,
  contentHash: null,
  text: event.json,
  wireBytes: utf8Length(event.json),
  contentBytes: 0
})

export const bodyEntry = ({ json, value }: Pick<GatedBody, "value" | "json">): QueueEntry => {
  const { namespaceKey } = value
  return {
    kind: "body",
    key: subjectKey(namespaceKey, value.artifact_path),
    namespaceKey,
    missionSlug: value.mission_slug,
    subject: value.artifact_path,
    eventId: null,
    lamport: null,
    contentHash: value.content_hash,
    text: value.content_body,
    wireBytes: utf8Length(json),
    contentBytes: utf8Length(value.content_body)
  }
}

/** Whether a queued event holds back the bodies of its subject until it is delivered. */
export const holdsBackBodies = (entry: Pick<QueueEntry, "kind" | "subject">): boolean =>
  entry.kind === "event" && entry.subject === indexedEventType
