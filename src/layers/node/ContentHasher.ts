import * as Layer from "effect/Layer"
import * as crypto from "node:crypto"
import { ContentHash } from "../../domain/dossier/Artifact.js"
import { madeHere } from "../../domain/madeHere.js"
import { ContentHasher } from "../../services/ContentHasher.js"

const incremental = () => {
  const state = crypto.createHash("sha256")
  return {
    update: (chunk: Uint8Array): void => {
      state.update(chunk)
    },
    digest: () => ContentHash.make(state.digest("hex"), madeHere)
  }
}

const hash = (content: Uint8Array | string): ContentHash =>
  ContentHash.make(crypto.createHash("sha256").update(content).digest("hex"), madeHere)

/** SHA-256 of `node:crypto`. */
export const layer = Layer.succeed(ContentHasher, ContentHasher.of({ hash, incremental }))
