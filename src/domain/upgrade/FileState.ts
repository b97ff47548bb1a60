import type { ContentHash } from "../dossier/Artifact.js"

/** What stands at a path of the project. `Unusable`: a link, a folder, a device, or what can't be read. */
export type FileState =
  | { readonly _tag: "Absent" }
  | { readonly _tag: "File"; readonly hash: ContentHash; readonly mode: number }
  | { readonly _tag: "Unusable"; readonly detail: string }
