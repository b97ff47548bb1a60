import type { UploadFacts } from "../sync/uploadDecision.js"
import type { Classification } from "./classify.js"

/** Why the dossier says of a file what it says: what decided its class, and what its upload decision rests on. */
export interface Grounds {
  readonly classification: Classification
  readonly upload: UploadFacts
}
