import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { ArtifactPath, ContentHash } from "../dossier/Artifact.js"
import type { BodyRequest } from "../sync/BodyRequest.js"
import { maxContentBytes } from "./limits.js"
import type { FieldError } from "./PushAnswer.js"

const encoder = new TextEncoder()

/** Bytes of a text as UTF-8. */
export const utf8Length = (text: string): number => encoder.encode(text).length

interface FieldRule {
  readonly field: keyof typeof BodyRequest.Encoded
  readonly holds: (text: string) => boolean
  readonly message: string
}

const rules: ReadonlyArray<FieldRule> = [
  {
    field: "artifact_path",
    holds: Schema.is(ArtifactPath),
    message: "must be a relative path inside the mission, with / between segments"
  },
  { field: "content_hash", holds: Schema.is(ContentHash), message: "must be 64 lower-case hex characters" },
  { field: "content_body", holds: (text) => text.trim() !== "", message: "This field may not be blank." },
  {
    field: "content_body",
    holds: (text) => utf8Length(text) <= maxContentBytes,
    message: `must be at most ${maxContentBytes} bytes of UTF-8`
  },
  { field: "content_body", holds: (text) => !/\p{Surrogate}/u.test(text), message: "must be text that UTF-8 can carry" }
]

/**
 * What the receiver asks of a body beyond the contract's names and types. A field that is absent or no text is the
 * gate's to name, so it is passed over here.
 */
export const bodyFaults = (request: unknown): ReadonlyArray<FieldError> =>
  rules.flatMap(({ field, holds, message }) => {
    const text = Predicate.isRecord(request) ? request[field] : undefined
    return typeof text === "string" && !holds(text) ? [{ field, message }] : []
  })
