import * as Either from "effect/Either"
import type { ContentHash } from "./Artifact.js"
import { ContentUnavailable } from "./ContentUnavailable.js"
import type { ArtifactContent } from "./DossierViews.js"
import { cutAtCharacter, firstInvalidByte } from "./utf8.js"

/** Most bytes of an artifact that are shown as text (042 FR-008: 5 MB). */
export const maxShownBytes = 5_000_000

const decoder = new TextDecoder("utf-8", { ignoreBOM: true })

/** The beginning of a file as text, at most 5 MB of it, cut at a character; a file that is not UTF-8 is refused. */
export const contentText = (
  path: string,
  read: { readonly bytes: Uint8Array; readonly hash: ContentHash; readonly sizeBytes: number }
): Either.Either<ArtifactContent, ContentUnavailable> => {
  const isTruncated = read.sizeBytes > maxShownBytes
  const bytes = isTruncated ? cutAtCharacter(read.bytes.subarray(0, maxShownBytes + 1), maxShownBytes) : read.bytes
  const atByte = firstInvalidByte(bytes)
  if (atByte !== null) {
    const detail = `it is not text: the first byte that is not UTF-8 is at offset ${atByte}`
    return Either.left(new ContentUnavailable({ path, reason: "not_text", detail }))
  }
  return Either.right({
    text: decoder.decode(bytes),
    content_hash_sha256: read.hash,
    size_bytes: read.sizeBytes,
    shown_bytes: bytes.length,
    is_truncated: isTruncated
  })
}
