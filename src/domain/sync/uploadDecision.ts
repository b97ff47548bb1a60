import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { ArtifactPath } from "../dossier/Artifact.js"
import type { SkipReason, UploadDecision } from "../dossier/UploadDecision.js"
import {
  DeletedAfterScan, EmptyBody, InvalidFormat, Oversized, UnreadableArtifact, UnstableArtifact, UnsupportedFormat,
  UnsupportedSurface
} from "./uploadErrors.js"
import type { SupportedInlineFormat } from "./uploadSurface.js"
import { extensionOf, inlineFormat, isUploadSurface, surfaceOf } from "./uploadSurface.js"

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

// These are asked of every file of a project, so they are `Either`s, which an Effect may yield: as effects of their own
// they were a large part of what a scan spends on a file.

export const requireSurface = (path: ArtifactPath): Either.Either<void, UnsupportedSurface> =>
  isUploadSurface(path) ? Either.void : Either.left(new UnsupportedSurface({ path }))

export const requireFormat = (path: ArtifactPath): Either.Either<SupportedInlineFormat, UnsupportedFormat> => {
  const format = inlineFormat(path)
  return format === null
    ? Either.left(new UnsupportedFormat({ path, extension: extensionOf(path) }))
    : Either.right(format)
}

/** White space of JavaScript and of Python, which the receiver's check is written in. */
// eslint-disable-next-line no-control-regex -- Python counts these four separators as white space
export const isBlank = (text: string): boolean => /^[\s\u001c-\u001f\u0085]*$/.test(text)

type TextFault = DeletedAfterScan | UnreadableArtifact | InvalidFormat | UnstableArtifact | Oversized

const requireText = ({ limitBytes, path, state }: UploadCandidate): Either.Either<string, TextFault> => {
  switch (state._tag) {
    case "Vanished":
      return Either.left(new DeletedAfterScan({ path }))
    case "Unreadable":
      return Either.left(new UnreadableArtifact({ path, detail: state.detail }))
    case "NotText":
      return Either.left(new InvalidFormat({ path, atByte: state.atByte }))
    case "Unstable":
      return Either.left(new UnstableArtifact({ path }))
    case "Text":
      return state.text === null || state.sizeBytes > limitBytes
        ? Either.left(new Oversized({ path, sizeBytes: state.sizeBytes, limitBytes }))
        : Either.right(state.text)
  }
}

/** The body of an artifact that is uploaded; fails with the first reason against it, in the order of `SkipReason`. */
export const requireBody = (candidate: UploadCandidate) =>
  requireSurface(candidate.path).pipe(
    Either.andThen(() => requireFormat(candidate.path)),
    Either.andThen(() => requireText(candidate)),
    Either.filterOrLeft((text) => !isBlank(text), () => new EmptyBody({ path: candidate.path }))
  )

type Refusal = Either.Either.Left<ReturnType<typeof requireBody>>

/** What the decision rests on, one by one, for people who ask why. */
export interface UploadFacts {
  /** The surface that the path is on (`surfaceOf`); null where it is on none. */
  readonly surface: string | null
  readonly format: SupportedInlineFormat | null
  /** Null where the content is not text that was read whole. */
  readonly sizeBytes: number | null
  readonly limitBytes: number
  /** Null where nothing was read. */
  readonly isUtf8: boolean | null
}

export const uploadFacts = ({ limitBytes, path, state }: UploadCandidate): UploadFacts => ({
  surface: surfaceOf(path),
  format: inlineFormat(path),
  sizeBytes: state._tag === "Text" ? state.sizeBytes : null,
  limitBytes,
  isUtf8: state._tag === "Text" ? true : state._tag === "NotText" ? false : null
})

const upload: UploadDecision = { decision: "upload", reason_code: null, reason: "text on an uploaded surface" }

const skipReasons: Record<Refusal["_tag"], SkipReason> = {
  UnsupportedSurface: "unsupported_surface",
  UnsupportedFormat: "unsupported_format",
  DeletedAfterScan: "deleted_after_scan",
  UnreadableArtifact: "unreadable",
  InvalidFormat: "invalid_format",
  UnstableArtifact: "unstable",
  Oversized: "oversized",
  EmptyBody: "empty_body"
}

const skip = (refusal: Refusal): UploadDecision => ({
  decision: "skip",
  reason_code: skipReasons[refusal._tag],
  reason: refusal.message
})

/** The one answer to "would this body be uploaded?": every fault of an artifact becomes a skip, so it never fails. */
export const uploadDecision = (candidate: UploadCandidate): Effect.Effect<UploadDecision> =>
  Effect.succeed(Either.match(requireBody(candidate), { onLeft: skip, onRight: () => upload }))
