import type { ContentHash } from "../dossier/Artifact.js"
import type { KeptFile } from "./BackupManifest.js"
import type { FileState } from "./FileState.js"

/** What a rollback does about one file. */
export type Restoration =
  /** It is as it was before the upgrade. */
  | { readonly _tag: "Nothing" }
  /** It holds what the upgrade wrote: the original replaces it. */
  | { readonly _tag: "Write"; readonly expected: ContentHash; readonly mode: number }
  /** The upgrade made it, and nobody changed it since: it goes. */
  | { readonly _tag: "Remove"; readonly expected: ContentHash }
  /** Somebody changed it since: it stays, and so does its original in the backup. */
  | { readonly _tag: "Leave"; readonly detail: string }

const nothing: Restoration = { _tag: "Nothing" }
const leave = (detail: string): Restoration => ({ _tag: "Leave", detail })

/** Decides by content alone: only bytes that the upgrade wrote are ever replaced or removed. */
export const restoration = ({ after, before }: KeptFile, now: FileState): Restoration => {
  switch (now._tag) {
    case "Unusable":
      return leave(now.detail)
    case "Absent":
      return before === null ? nothing : leave("it was removed since the upgrade")
    case "File": {
      if (now.hash === before?.content_hash) return nothing
      if (!after.includes(now.hash)) return leave("it was changed since the upgrade")
      return before === null
        ? { _tag: "Remove", expected: now.hash }
        : { _tag: "Write", expected: now.hash, mode: before.mode }
    }
  }
}
