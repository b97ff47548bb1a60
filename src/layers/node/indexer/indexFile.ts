import * as Effect from "effect/Effect"
import { ArtifactRef } from "../../../domain/dossier/Artifact.js"
import { artifactKey } from "../../../domain/dossier/artifactKey.js"
import { classify } from "../../../domain/dossier/classify.js"
import { type FrontmatterClass, frontmatterClass } from "../../../domain/dossier/frontmatter.js"
import type { Grounds } from "../../../domain/dossier/Grounds.js"
import type { Manifest } from "../../../domain/dossier/Manifest.js"
import { Anomaly, type IndexedArtifact } from "../../../domain/dossier/MissionDossier.js"
import { requiredStatus, stepOf } from "../../../domain/dossier/requirement.js"
import { wpId } from "../../../domain/dossier/wpId.js"
import { uploadDecision, uploadFacts } from "../../../domain/sync/uploadDecision.js"
import { madeHere } from "../../../domain/madeHere.js"
import type { Instant } from "../../../domain/text.js"
import type { TreeFile } from "../../../services/ArtifactTree.js"
import type { ContentHasher } from "../../../services/ContentHasher.js"
import { contentState } from "./contentState.js"

/** What holds for all files of one scan. */
export interface IndexContext {
  readonly manifest: Manifest | null
  readonly indexedAt: Instant
  readonly sha256: ContentHasher["Type"]["hash"]
  /** Largest body that is uploaded, in bytes. */
  readonly limitBytes: number
}

export interface IndexedFile {
  readonly artifact: ArtifactRef
  /** The same with the answer to "would its body be uploaded?". */
  readonly indexed: IndexedArtifact
  /** The body, where the decision is "upload". */
  readonly body: string | null
  /** Why its content can't be used, for people. */
  readonly detail: string | null
  readonly anomalies: ReadonlyArray<Anomaly>
  readonly grounds: Grounds
}

const frontmatterInvalid = (path: string, problem: NonNullable<FrontmatterClass["problem"]>): Anomaly => {
  const { column, line, text } = problem
  return new Anomaly({ code: "frontmatter_invalid", target: path, message: `${path}:${line} ${text}.`, line, column })
}

const anomaliesOf = (
  path: string,
  found: { readonly problem: FrontmatterClass["problem"]; readonly unclassified: boolean; readonly detail: string | null },
  reason: ArtifactRef["error_reason"]
): ReadonlyArray<Anomaly> => {
  const anomaly = (code: Anomaly["code"], message: string) => new Anomaly({ code, target: path, message })
  return [
    ...found.problem === null ? [] : [frontmatterInvalid(path, found.problem)],
    ...found.unclassified
      ? [anomaly("unclassified", `No rule gives ${path} a class; it is listed as runtime.`)]
      : [],
    ...found.detail !== null && (reason === "unreadable" || reason === "invalid_format")
      ? [anomaly(reason, `${path} can't be used: ${found.detail}.`)]
      : []
  ]
}

/** One file of the tree as an artifact: the same file gives the same artifact but for `indexed_at`. */
export const indexFile = ({ content, path }: TreeFile, context: IndexContext): Effect.Effect<IndexedFile> => {
  const { indexedAt, limitBytes, manifest, sha256 } = context
  const frontmatter = frontmatterClass(content._tag === "Read" ? content.head : "")
  const classification = classify({ path, manifest, frontmatterClass: frontmatter.artifactClass })
  const { body, detail, fields } = contentState(path, content)
  const artifact = {
    ...fields,
    artifact_key: artifactKey(path, manifest, sha256),
    artifact_class: classification.artifactClass,
    relative_path: path,
    wp_id: wpId(path),
    step_id: stepOf(manifest, path),
    required_status: requiredStatus(manifest, path),
    provenance: null,
    indexed_at: indexedAt
  }
  const candidate = { path, state: body, limitBytes }
  return Effect.map(uploadDecision(candidate), (upload) => ({
    artifact: new ArtifactRef(artifact, madeHere),
    indexed: { ...artifact, upload },
    body: upload.decision === "upload" && body._tag === "Text" ? body.text : null,
    detail,
    anomalies: anomaliesOf(
      path,
      { problem: frontmatter.problem, unclassified: classification.unclassified, detail },
      fields.error_reason
    ),
    grounds: { classification, upload: uploadFacts(candidate) }
  }))
}
