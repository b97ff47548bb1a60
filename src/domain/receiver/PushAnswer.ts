import * as Data from "effect/Data"
import type { ArtifactPath, ContentHash } from "../dossier/Artifact.js"
import { reply, type Reply } from "./Reply.js"

/** One field that can't be taken, in a sentence that never carries the field's value. */
export interface FieldError {
  readonly field: string
  readonly message: string
}

/** The receiver's answer to one body. `Stored` and `AlreadyExists` echo what was sent, so that the sender can match it. */
export type PushAnswer = Data.TaggedEnum<{
  Stored: { readonly path: ArtifactPath; readonly hash: ContentHash }
  AlreadyExists: { readonly path: ArtifactPath; readonly hash: ContentHash }
  Invalid: { readonly errors: ReadonlyArray<FieldError> }
  NamespaceNotFound: { readonly projectUuid: string }
  IndexEntryNotFound: { readonly path: ArtifactPath; readonly missionSlug: string }
  /** An answer that a test asked for. */
  Refused: { readonly reply: Reply }
}>
export const PushAnswer = Data.taggedEnum<PushAnswer>()

const describe = (errors: ReadonlyArray<FieldError>): Reply["body"] => ({
  error: "validation_error",
  detail: errors.map(({ field, message }) => `${field}: ${message}`).join(" | ")
})

/** The answer on the wire (wire contract of push-content, 047). */
export const pushReply: (answer: PushAnswer) => Reply = PushAnswer.$match({
  Stored: ({ hash, path }) => reply(201, { status: "stored", artifact_path: path, content_hash: hash }),
  AlreadyExists: ({ hash, path }) => reply(200, { status: "already_exists", artifact_path: path, content_hash: hash }),
  Invalid: ({ errors }) => reply(400, describe(errors)),
  NamespaceNotFound: ({ projectUuid }) =>
    reply(404, {
      error: "namespace_not_found",
      detail: `no dossier event of this namespace of project ${projectUuid} was received`
    }),
  IndexEntryNotFound: ({ missionSlug, path }) =>
    reply(404, {
      error: "index_entry_not_found",
      detail: `artifact ${path} with this hash is not indexed yet for ${missionSlug}`
    }),
  Refused: ({ reply }) => reply
})

/** What the receiver knows about a valid body before it takes it. */
export interface BodyFacts {
  /** An event of the namespace's dossier was accepted. */
  readonly namespaceKnown: boolean
  /** A materialised index entry of this namespace and path names this hash, be it the current one or an older one. */
  readonly indexed: boolean
  /** This namespace, path and hash was stored before. */
  readonly stored: boolean
}

export type PushDecision = "stored" | "already_exists" | "namespace_not_found" | "index_entry_not_found"

/**
 * The one rule for bodies. An older hash that was indexed once is taken too: bodies are content-addressed, and which
 * one is current is the index events' business alone, so order of arrival does not matter.
 */
export const decidePush = (facts: BodyFacts): PushDecision => {
  if (!facts.namespaceKnown) return "namespace_not_found"
  if (!facts.indexed) return "index_entry_not_found"
  return facts.stored ? "already_exists" : "stored"
}
