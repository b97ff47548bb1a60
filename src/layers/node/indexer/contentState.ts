import type { ArtifactPath, ArtifactRef } from "../../../domain/dossier/Artifact.js"
import type { BodyState } from "../../../domain/sync/uploadDecision.js"
import { inlineFormat } from "../../../domain/sync/uploadSurface.js"
import type { FileContent } from "../../../services/ArtifactTree.js"

type ContentFields = Pick<ArtifactRef, "content_hash_sha256" | "error_reason" | "is_present" | "size_bytes">

/** What an artifact's content makes of it: its fields, its body, and for people why it can't be used. */
export interface ContentState {
  readonly fields: ContentFields
  readonly body: BodyState
  /** Null for content that can be used, and for a file that is gone. */
  readonly detail: string | null
}

const absent = (reason: ContentFields["error_reason"], sizeBytes: number): ContentFields => ({
  content_hash_sha256: "",
  error_reason: reason,
  is_present: false,
  size_bytes: sizeBytes
})

const read = (path: ArtifactPath, content: Extract<FileContent, { readonly _tag: "Read" }>): ContentState => {
  const { hash, sizeBytes, text, utf8 } = content
  const present: ContentFields = {
    content_hash_sha256: hash, error_reason: null, is_present: true, size_bytes: sizeBytes
  }
  if (utf8.valid) return { fields: present, body: { _tag: "Text", sizeBytes, text }, detail: null }
  const body: BodyState = { _tag: "NotText", atByte: utf8.atByte }
  // An image need not be UTF-8: it is present and hashed like any file, only never a body.
  if (inlineFormat(path) === null) return { fields: present, body, detail: null }
  return {
    fields: absent("invalid_format", sizeBytes),
    body,
    detail: `not UTF-8: the first invalid byte is at offset ${utf8.atByte}`
  }
}

/** A text that is not UTF-8, or a file that gave no stable bytes, has no hash and is no part of parity. */
export const contentState = (path: ArtifactPath, content: FileContent): ContentState => {
  switch (content._tag) {
    case "Read":
      return read(path, content)
    case "Unreadable":
      return {
        fields: absent("unreadable", content.sizeBytes),
        body: { _tag: "Unreadable", detail: content.detail },
        detail: content.detail
      }
    case "Unstable":
      return {
        fields: absent("unreadable", content.sizeBytes),
        body: { _tag: "Unstable" },
        detail: "it kept changing while it was read"
      }
    case "Vanished":
      return { fields: absent("deleted_after_scan", 0), body: { _tag: "Vanished" }, detail: null }
  }
}
