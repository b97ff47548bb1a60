import type { ArtifactPath } from "./Artifact.js"
import { Anomaly } from "./MissionDossier.js"

/** Paths that a file system without case, or one that normalises, takes for the same. */
const folded = (path: string): string => path.normalize("NFC").toLowerCase()

/**
 * Names the twins `Spec.md`/`spec.md` and NFC/NFD spellings of one name: both are indexed as they are, but a checkout
 * on another system keeps only one of them (G-F12).
 */
export const nameCollisions = (paths: Iterable<ArtifactPath>): ReadonlyArray<Anomaly> => {
  const seen = new Map<string, ArtifactPath>()
  const anomalies: Array<Anomaly> = []
  for (const path of paths) {
    const twin = seen.get(folded(path))
    if (twin === undefined) {
      seen.set(folded(path), path)
      continue
    }
    const message = `On systems that ignore case or normalise names, ${path} and ${twin} are one file.`
    anomalies.push(new Anomaly({ code: "name_collision", target: path, message }))
  }
  return anomalies
}
