import { type ArtifactPath, ArtifactKey } from "./Artifact.js"
import { keyOfPath } from "./keyOfPath.js"
import { madeHere } from "../madeHere.js"
import type { Manifest } from "./Manifest.js"

/** The artifact's key, a function of its path and the manifest alone, so no other file changes it (`keyOfPath`). */
export const artifactKey = (
  path: ArtifactPath,
  manifest: Manifest | null,
  sha256Hex: (text: string) => string
): ArtifactKey => {
  const expected = manifest?.entryOf(path)?.artifact
  if (expected?.isLiteral === true) return expected.artifact_key
  return ArtifactKey.make(keyOfPath(path, expected, sha256Hex), madeHere)
}
