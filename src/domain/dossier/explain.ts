import type { UploadState } from "../sync/UploadState.js"
import { ArtifactRef } from "./Artifact.js"
import { entryText, manifestRule } from "./classify.js"
import { Explanation, type RequirementAnswer, type UploadAnswer } from "./Explanation.js"
import type { Subject } from "./findSubject.js"
import type { Grounds } from "./Grounds.js"
import type { Manifest, ManifestEntry } from "./Manifest.js"
import type { IndexedArtifact, MissionDossier } from "./MissionDossier.js"
import { answers, requiredAt } from "./requirement.js"

/** A scanned mission, with what the scan went by. */
export interface ScanWithGrounds {
  readonly dossier: MissionDossier
  readonly manifest: Manifest | null
  readonly grounds: ReadonlyMap<string, Grounds>
}

const entriesAt = (manifest: Manifest, step: string | null, artifact: ArtifactRef): ReadonlyArray<ManifestEntry> =>
  requiredAt(manifest, step).filter((requirement) => answers(artifact, requirement)).flatMap(({ entries }) => entries)

const requiredReason = (now: ReadonlyArray<ManifestEntry>, later: ReadonlyArray<ManifestEntry>, step: string | null): string => {
  const here = now.length > 0
    ? now.map(entryText).join(", ")
    : `not in required_always, not in ${step === null ? "required_by_step" : `required_by_step[${step}]`}`
  return later.length === 0 ? here : `${here}; at another step: ${later.map(entryText).join(", ")}`
}

/** Required or not, now and at other steps, by the functions that completeness is judged by (042). */
const requirementOf = (manifest: Manifest | null, step: string | null, artifact: ArtifactRef): RequirementAnswer => {
  if (manifest === null) {
    return { required: false, blocking: false, reason: "its mission type has no manifest, so nothing is required", asked_by: [] }
  }
  const now = requiredAt(manifest, step).filter((requirement) => answers(artifact, requirement))
  const entries = now.flatMap((requirement) => requirement.entries)
  const all = entriesAt(manifest, null, artifact)
  return {
    required: now.length > 0,
    blocking: now.some(({ blocking }) => blocking),
    reason: requiredReason(entries, all.filter((entry) => !entries.includes(entry)), step),
    asked_by: all.map((entry) => ({ step: entry.step, entry: entryText(entry), blocking: entry.artifact.blocking }))
  }
}

/** What decided the class: of a file as the scan recorded it; what is not there has that of the entry that asks for it. */
const ruleOf = ({ grounds, manifest }: ScanWithGrounds, artifact: ArtifactRef): string => {
  const recorded = grounds.get(artifact.relative_path)
  if (recorded !== undefined) return recorded.classification.rule
  const [entry] = manifest === null ? [] : entriesAt(manifest, null, artifact)
  return manifest === null || entry === undefined ? "no rule applies" : manifestRule(manifest, entry)
}

const uploadOf = ({ decision, reason, reason_code }: IndexedArtifact["upload"], { upload }: Grounds): UploadAnswer => ({
  decision,
  reason_code,
  reason,
  surface: upload.surface,
  format: upload.format,
  size_bytes: upload.sizeBytes,
  limit_bytes: upload.limitBytes,
  utf8: upload.isUtf8
})

const ofArtifact = (scan: ScanWithGrounds, artifact: ArtifactRef) => ({
  mission_slug: scan.dossier.mission_slug,
  step: scan.dossier.step,
  path: artifact.relative_path,
  artifact,
  classified: { artifact_class: artifact.artifact_class, rule: ruleOf(scan, artifact) },
  requirement: requirementOf(scan.manifest, scan.dossier.step, artifact),
  left_out: null,
  anomalies: scan.dossier.anomalies.filter(({ target }) => target === artifact.relative_path)
})

const ofIndexed = (scan: ScanWithGrounds, { upload, ...fields }: IndexedArtifact, last: UploadState | null): Explanation => {
  const artifact = new ArtifactRef(fields)
  const grounds = scan.grounds.get(artifact.relative_path)
  return new Explanation({
    ...ofArtifact(scan, artifact),
    status: artifact.is_present ? "present" : grounds === undefined ? "missing" : "unusable",
    upload: grounds === undefined ? null : uploadOf(upload, grounds),
    last: grounds === undefined ? null : last
  })
}

/**
 * Why an artifact is classed, required and uploaded as it is, or why a path is no artifact. Decides nothing: what the
 * scan decided is told, with the rules it went by.
 *
 * @param last what became of its body, from queue and receipts; null where nobody knows
 */
export const explain = (scan: ScanWithGrounds, subject: Subject, last: UploadState | null): Explanation => {
  switch (subject._tag) {
    case "Artifact":
      return ofIndexed(scan, subject.artifact, last)
    case "Upcoming":
      return new Explanation({ ...ofArtifact(scan, subject.artifact), status: "upcoming", upload: null, last: null })
    case "LeftOut":
      return new Explanation({
        mission_slug: scan.dossier.mission_slug,
        step: scan.dossier.step,
        status: "left_out",
        path: subject.path,
        artifact: null,
        classified: null,
        requirement: null,
        upload: null,
        last: null,
        left_out: subject.entry,
        anomalies: []
      })
  }
}
