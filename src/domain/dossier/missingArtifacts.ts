import * as Schema from "effect/Schema"
import { inlineFormat } from "../sync/uploadSurface.js"
import { ArtifactPath, type ArtifactRef } from "./Artifact.js"
import type { Judged } from "./completeness.js"
import type { MissingArtifact } from "./MissionDossier.js"
import { answers, requiredAt } from "./requirement.js"

const isPath = Schema.is(ArtifactPath)

/** A text that is there but can't be used is an anomaly whether or not anything asks for it; an image is none. */
const isUnusableText = ({ error_reason: reason, relative_path: path }: ArtifactRef): boolean =>
  (reason === "unreadable" || reason === "invalid_format") && isPath(path) && inlineFormat(path) !== null

/**
 * What becomes a Missing event: everything required at the step that is absent, and every text file that is unreadable
 * or not UTF-8. Only what is required at the step can block (042 FR-004, KTD-8).
 *
 * @param detailOf what is known of the reason, for people: at which byte decoding failed
 */
export const missingArtifacts = (
  { artifacts, manifest, step }: Judged,
  detailOf: (artifact: ArtifactRef) => string | null
): ReadonlyArray<MissingArtifact> => {
  const requirements = requiredAt(manifest, step)
  const anyStep = requiredAt(manifest, null)
  return artifacts.flatMap((artifact): ReadonlyArray<MissingArtifact> => {
    if (artifact.is_present) return []
    const asking = requirements.filter((requirement) => answers(artifact, requirement))
    if (asking.length === 0 && !isUnusableText(artifact)) return []
    const askedBy = asking[0] ?? anyStep.find((requirement) => answers(artifact, requirement))
    return [{
      artifact,
      reason_detail: detailOf(artifact),
      blocking: asking.some(({ blocking }) => blocking),
      manifest_step: askedBy?.askedBy ?? "optional"
    }]
  })
}
