import { type ArtifactPath, ArtifactKey } from "./Artifact.js"
import { madeHere } from "../madeHere.js"
import type { Manifest } from "./Manifest.js"

/** Directories and stem of `[A-Za-z0-9_-]+`, and exactly one extension. */
const plainPath = /^(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)$/
/** How a key with a digest ends. */
const digest = /^[0-9a-f]{8}$/

/** Whether the path can be read back from its key: then the key needs no digest to be the only one. */
const isPlain = (path: string): boolean => {
  const extension = plainPath.exec(path)?.[1]
  return extension !== undefined && !digest.test(extension)
}

/**
 * The artifact's key, a function of its path and the manifest alone, so no other file changes it.
 * - A pattern without wildcards gives its key as it stands: `spec.md` is `input.spec.main`.
 * - Any other file: `artifact`, or the key of the pattern with wildcards that matched, then the path with `.` for `/`:
 *   `tasks/WP01-alpha.md` is `artifact.tasks.WP01-alpha.md`.
 * - Where that could stand for two paths, characters outside `[A-Za-z0-9._-]` become `-` and the first 8 hex digits of
 *   sha256(path) follow.
 */
export const artifactKey = (
  path: ArtifactPath,
  manifest: Manifest | null,
  sha256Hex: (text: string) => string
): ArtifactKey => {
  const expected = manifest?.entryOf(path)?.artifact
  if (expected?.isLiteral === true) return expected.artifact_key
  const prefix = expected?.artifact_key ?? "artifact"
  const dotted = path.replaceAll("/", ".")
  if (isPlain(path)) return ArtifactKey.make(`${prefix}.${dotted}`, madeHere)
  return ArtifactKey.make(`${prefix}.${dotted.replace(/[^A-Za-z0-9._-]/gu, "-")}.${sha256Hex(path).slice(0, 8)}`)
}
