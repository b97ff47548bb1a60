import * as Context from "effect/Context"
import type { ContentHash } from "../domain/dossier/Artifact.js"

/** SHA-256. Pure, so it needs no Effect; a service because it is technology. */
export class ContentHasher extends Context.Tag("spec-kitty/ContentHasher")<ContentHasher, {
  /** Of bytes, or of a string's UTF-8. */
  readonly hash: (content: Uint8Array | string) => ContentHash
  /** For content that comes in pieces. */
  readonly incremental: () => {
    /** Adds a piece. */
    readonly update: (chunk: Uint8Array) => void
    /** Of all pieces so far; ends it. */
    readonly digest: () => ContentHash
  }
}>() {}
