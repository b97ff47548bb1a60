import * as Schema from "effect/Schema"
import { type ArtifactRef, ArtifactPath } from "./Artifact.js"
import { codePointOrder } from "./codePointOrder.js"
import { completenessFor, countsFor } from "./completeness.js"
import { answers, isGhost } from "./requirement.js"
import { canonicalText, parityComponents, parityText } from "./snapshot.js"
import { fromSnapshotRequirement, type SnapshotFile } from "./SnapshotFile.js"
import { brokenSeals, jsonPointer } from "./snapshotSeal.js"
import type { DiskComparison, SnapshotFinding } from "./SnapshotVerification.js"
import { wpId } from "./wpId.js"

type Sha256 = (text: string) => string
type Findings = ReadonlyArray<SnapshotFinding>

const isPath = Schema.is(ArtifactPath)

const finding = (rule: SnapshotFinding["rule"], path: ReadonlyArray<PropertyKey>, message: string): SnapshotFinding => ({
  pointer: jsonPointer(path),
  rule,
  message
})

/** A value that follows from the rest of the file. */
const follows = (rule: SnapshotFinding["rule"], key: keyof SnapshotFile, said: unknown, computed: unknown): Findings =>
  said === computed ? [] : [finding(rule, [key], `it says ${String(said)}, and the file's artifacts give ${String(computed)}`)]

const sealFindings = (document: { readonly [key: string]: unknown }, { seal }: SnapshotFile, sha256: Sha256): Findings =>
  brokenSeals(document, seal, sha256).map((pointer) => ({ pointer, rule: "seal", message: "it is not as it was exported" }))

/** Sorted by key, each key and each path once. */
const orderFindings = ({ artifact_summaries: artifacts }: SnapshotFile): Findings =>
  artifacts.flatMap(({ artifact_key: key }, index) => {
    const before = artifacts[index - 1]
    if (before === undefined) return []
    const order = codePointOrder(before.artifact_key, key)
    if (order < 0) return []
    const message = order === 0 ? `the key ${key} is there twice` : `the key ${key} stands behind ${before.artifact_key}`
    return [finding("order", ["artifact_summaries", index, "artifact_key"], message)]
  })

const artifactFindings = (artifact: ArtifactRef, index: number, file: SnapshotFile): Findings => {
  const at = (key: keyof ArtifactRef, message: string) => finding("artifact", ["artifact_summaries", index, key], message)
  const { content_hash_sha256: hash, error_reason: reason, is_present: present, relative_path: path } = artifact
  const wp = isPath(path) && !isGhost(artifact) ? wpId(path) : null
  const isRequired = file.requirements?.map(fromSnapshotRequirement).some((it) => answers(artifact, it)) === true
  return [
    ...(present === (hash !== "") ? [] : [at("content_hash_sha256", "an artifact has a hash exactly where it is present")]),
    ...(present === (reason === null) ? [] : [at("error_reason", "an artifact has a reason exactly where it is not present")]),
    ...(artifact.wp_id === wp ? [] : [at("wp_id", `its path belongs to ${wp ?? "no work package"}`)]),
    ...(isRequired && artifact.required_status === "optional" ? [at("required_status", "it is required at the step")] : [])
  ]
}

const componentFindings = (file: SnapshotFile): Findings => {
  const computed = parityComponents(file.artifact_summaries)
  const said = file.parity_hash_components
  const index = Array.from({ length: Math.max(said.length, computed.length) }, (_, at) => at)
    .find((at) => said[at] !== computed[at])
  return index === undefined
    ? []
    : [finding("parity_hash", ["parity_hash_components", index], "the sorted hashes of the present artifacts are others")]
}

const hashFindings = (file: SnapshotFile, sha256: Sha256): Findings => {
  const artifacts = file.artifact_summaries
  return [
    ...componentFindings(file),
    ...follows("parity_hash", "parity_hash_sha256", file.parity_hash_sha256, sha256(parityText(artifacts))),
    ...follows(
      "canonical_hash",
      "canonical_snapshot_hash",
      file.canonical_snapshot_hash,
      `sha256:${sha256(canonicalText(artifacts))}`
    )
  ]
}

const countFindings = (file: SnapshotFile): Findings => {
  const requirements = file.requirements === null ? null : file.requirements.map(fromSnapshotRequirement)
  const counts = countsFor(file.artifact_summaries, requirements ?? [])
  return [
    ...follows("counts", "total_artifacts", file.total_artifacts, counts.total),
    ...follows("counts", "required_artifacts", file.required_artifacts, counts.required),
    ...follows("counts", "required_present", file.required_present, counts.required_present),
    ...follows("counts", "required_missing", file.required_missing, counts.required_missing),
    ...follows("counts", "optional_artifacts", file.optional_artifacts, counts.optional),
    ...follows("counts", "optional_present", file.optional_present, counts.optional_present),
    ...follows(
      "completeness",
      "completeness_status",
      file.completeness_status,
      completenessFor(file.artifact_summaries, requirements)
    )
  ]
}

/**
 * What is wrong with a snapshot's file, from the file alone: what was changed since its export, and what does not follow
 * from its artifacts by the functions that made it (D-19). Empty for a file as it was exported.
 *
 * @param document the file's JSON, parsed
 */
export const verifySnapshot = (
  document: { readonly [key: string]: unknown },
  file: SnapshotFile,
  sha256: Sha256
): Findings => [
  ...sealFindings(document, file, sha256),
  ...(file.namespace.mission_slug === file.mission_slug
    ? []
    : [finding("namespace", ["mission_slug"], `the namespace is of ${file.namespace.mission_slug}`)]),
  ...orderFindings(file),
  ...file.artifact_summaries.flatMap((artifact, index) => artifactFindings(artifact, index, file)),
  ...hashFindings(file, sha256),
  ...countFindings(file)
]

const hashesOf = (artifacts: ReadonlyArray<ArtifactRef>): ReadonlyMap<string, string> =>
  new Map(artifacts.filter(({ is_present: present }) => present).map((it) => [it.relative_path, it.content_hash_sha256]))

/** The present artifacts of the snapshot against those that are there now, by path. */
export const compareArtifacts = (
  before: ReadonlyArray<ArtifactRef>,
  now: ReadonlyArray<ArtifactRef>
): DiskComparison => {
  const [were, are] = [hashesOf(before), hashesOf(now)]
  const paths = [...new Set([...were.keys(), ...are.keys()])].sort(codePointOrder)
  return {
    changed: paths.filter((path) => were.has(path) && are.has(path) && were.get(path) !== are.get(path)),
    missing: paths.filter((path) => were.has(path) && !are.has(path)),
    added: paths.filter((path) => !were.has(path) && are.has(path))
  }
}
