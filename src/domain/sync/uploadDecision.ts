import * as Effect from "effect/Effect"
import type { ArtifactPath } from "../dossier/Artifact.js"
import type { SkipReason, UploadDecision } from "../dossier/UploadDecision.js"
import {
  DeletedAfterScan, EmptyBody, InvalidFormat, Oversized, UnreadableArtifact, UnstableArtifact, UnsupportedFormat,
  UnsupportedSurface
} from "./uploadErrors.js"
import type { SupportedInlineFormat } from "./uploadSurface.js"
import { extensionOf, inlineFormat, isUploadSurface } from "./uploadSurface.js"

/** What reading an artifact gave, as far as its upload depends on it. */
export type BodyState =
  /** UTF-8. `text` is null where it is larger than the limit, and was not kept. */
  | { readonly _tag: "Text"; readonly sizeBytes: number; readonly text: string | null }
  | { readonly _tag: "NotText"; readonly atByte: number }
  | { readonly _tag: "Unreadable"; readonly detail: string }
  | { readonly _tag: "Vanished" }
  | { readonly _tag: "Unstable" }

export interface UploadCandidate {
  readonly path: ArtifactPath
  readonly state: BodyState
  /** Largest body that is uploaded, in bytes. */
  readonly limitBytes: number
}

export const requireSurface = (path: ArtifactPath): Effect.Effect<void, UnsupportedSurface> =>
  isUploadSurface(path) ? Effect.void : Effect.fail(new UnsupportedSurface({ path }))

export const requireFormat = (path: ArtifactPath): Effect.Effect<SupportedInlineFormat, UnsupportedFormat> => {
  const format = inlineFormat(path)
  return format === null
    ? Effect.fail(new UnsupportedFormat({ path, extension: extensionOf(path) }))
    : Effect.succeed(format)
}

/** White space of JavaScript and of Python, which the receiver's check is written in. */
// eslint-disable-next-line no-control-regex -- Python counts these four separators as white space
const isBlank = (text: string): boolean => /^[\s\u001c-\u001f\u0085]*$/.test(text)

const requireText = ({ limitBytes, path, state }: UploadCandidate) => {
  switch (state._tag) {
    case "Vanished":
      return Effect.fail(new DeletedAfterScan({ path }))
    case "Unreadable":
      return Effect.fail(new UnreadableArtifact({ path, detail: state.detail }))
    case "NotText":
      return Effect.fail(new InvalidFormat({ path, atByte: state.atByte }))
    case "Unstable":
      return Effect.fail(new UnstableArtifact({ path }))
    case "Text":
      return state.text === null || state.sizeBytes > limitBytes
        ? Effect.fail(new Oversized({ path, sizeBytes: state.sizeBytes, limitBytes }))
        : Effect.succeed(state.text)
  }
}

/** The body of an artifact that is uploaded; fails with the first reason against it, in the order of `SkipReason`. */
export const requireBody = (candidate: UploadCandidate) =>
  requireSurface(candidate.path).pipe(
    Effect.andThen(requireFormat(candidate.path)),
    Effect.andThen(requireText(candidate)),
    Effect.filterOrFail((text) => !isBlank(text), () => new EmptyBody({ path: candidate.path }))
  )

const upload: UploadDecision = { decision: "upload", reason_code: null, reason: "text on an uploaded surface" }

const skip = (code: SkipReason) => (error: Error): Effect.Effect<UploadDecision> =>
  Effect.succeed({ decision: "skip", reason_code: code, reason: error.message })

/** The one answer to "would this body be uploaded?": every fault of an artifact becomes a skip, so it never fails. */
export const uploadDecision = (candidate: UploadCandidate): Effect.Effect<UploadDecision> =>
  Effect.as(requireBody(candidate), upload).pipe(
    Effect.catchTag("UnsupportedSurface", skip("unsupported_surface")),
    Effect.catchTag("UnsupportedFormat", skip("unsupported_format")),
    Effect.catchTag("DeletedAfterScan", skip("deleted_after_scan")),
    Effect.catchTag("UnreadableArtifact", skip("unreadable")),
    Effect.catchTag("InvalidFormat", skip("invalid_format")),
    Effect.catchTag("UnstableArtifact", skip("unstable")),
    Effect.catchTag("Oversized", skip("oversized")),
    Effect.catchTag("EmptyBody", skip("empty_body"))
  )
