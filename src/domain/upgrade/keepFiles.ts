import type { ContentHash } from "../dossier/Artifact.js"
import type { KeptFile } from "./BackupManifest.js"

/** A file that is going to be written: what it holds now and what it will hold, by hash. */
export interface FileToKeep {
  readonly path: string
  readonly before: KeptFile["before"]
  readonly after: ContentHash
}

/** What a backup holds once these files are in it. */
export interface Kept {
  readonly files: ReadonlyArray<KeptFile>
  /** Paths that are new in it: their originals are to be copied. */
  readonly added: ReadonlySet<string>
  /** Paths that something else changed after an interrupted upgrade had kept them: they must not be written. */
  readonly changed: ReadonlySet<string>
}

/** Whether a file that is in the backup already is as it was before the upgrade, or as the upgrade left it. */
const isOurs = (kept: KeptFile, before: KeptFile["before"]): boolean =>
  before === null
    ? kept.before === null
    : before.content_hash === kept.before?.content_hash || kept.after.includes(before.content_hash)

/** Originals that are in the backup stay the originals; files that are not in it are added. */
export const keepFiles = (already: ReadonlyArray<KeptFile>, coming: ReadonlyArray<FileToKeep>): Kept => {
  const files = new Map(already.map((file) => [file.path, file]))
  const added = new Set<string>()
  const changed = new Set<string>()
  for (const { after, before, path } of coming) {
    const kept = files.get(path)
    if (kept === undefined) {
      files.set(path, { path, before, after: [after] })
      added.add(path)
    } else if (!isOurs(kept, before)) changed.add(path)
    else if (!kept.after.includes(after)) files.set(path, { ...kept, after: [...kept.after, after] })
  }
  return { files: [...files.values()], added, changed }
}
