import { SkippedEntry } from "../../../domain/dossier/MissionDossier.js"
import type { IndexedFile } from "./indexFile.js"

/**
 * A key names one artifact of its mission (042 ArtifactRef). Paths of odd names share a digest of 32 bits, so two could
 * be made to have one key: the second is then listed as skipped, and not silently taken for the first.
 */
export const uniqueKeys = (files: ReadonlyArray<IndexedFile>): {
  readonly unique: ReadonlyArray<IndexedFile>
  readonly skipped: ReadonlyArray<SkippedEntry>
} => {
  const owners = new Map<string, string>()
  const unique: Array<IndexedFile> = []
  const skipped: Array<SkippedEntry> = []
  for (const file of files) {
    const { artifact_key: key, relative_path: path } = file.artifact
    const owner = owners.get(key)
    if (owner === undefined) {
      owners.set(key, path)
      unique.push(file)
    } else {
      const detail = `its artifact key ${key} is that of ${owner}: rename one of them`
      skipped.push(new SkippedEntry({ path, reason: "unsupported_name", detail }))
    }
  }
  return { unique, skipped }
}
