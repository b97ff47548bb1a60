import * as Order from "effect/Order"
import type { MissionSlug } from "../identity/Namespace.js"
import { madeHere } from "../madeHere.js"
import type { Instant } from "../text.js"
import type { ArtifactRef, ContentHash } from "./Artifact.js"
import { codePointOrder } from "./codePointOrder.js"
import { completenessAt, countsAt, type Judged } from "./completeness.js"
import { Snapshot } from "./MissionDossier.js"

type Artifacts = ReadonlyArray<ArtifactRef>

const byKey: Order.Order<ArtifactRef> = Order.mapInput(codePointOrder, ({ artifact_key: key }: ArtifactRef) => key)

const hashOf = ({ content_hash_sha256: hash, is_present: present }: ArtifactRef): ReadonlyArray<ContentHash> =>
  present && hash !== "" ? [hash] : []

/** Hashes of the present artifacts, sorted; equal ones stay, so that a copy counts (042 data model). */
export const parityComponents = (artifacts: Artifacts): ReadonlyArray<ContentHash> =>
  artifacts.flatMap(hashOf).sort(codePointOrder)

/** What `parity_hash_sha256` is the SHA-256 of: the sorted hashes, one after the other (042 data model). */
export const parityText = (artifacts: Artifacts): string => parityComponents(artifacts).join("")

/** What `canonical_snapshot_hash` is the SHA-256 of: a line `path<TAB>hash` per present artifact, by UTF-8 bytes of the path. */
export const canonicalText = (artifacts: Artifacts): string =>
  artifacts
    .filter((artifact) => artifact.is_present)
    .sort(Order.mapInput(codePointOrder, ({ relative_path: path }) => path))
    .map(({ content_hash_sha256: hash, relative_path: path }) => `${path}\t${hash}`)
    .join("\n")

/**
 * The snapshot of a dossier at a step. The same artifacts give the same snapshot, in whatever order they come, but for
 * the id and the time.
 */
export const makeSnapshot = (
  input: Judged & {
    readonly missionSlug: MissionSlug
    readonly snapshotId: string
    readonly computedAt: Instant
    /** SHA-256 of a text's UTF-8. */
    readonly sha256: (text: string) => ContentHash
  }
): Snapshot => {
  const { artifacts, computedAt, missionSlug, sha256, snapshotId } = input
  const counts = countsAt(input)
  return new Snapshot({
    mission_slug: missionSlug,
    snapshot_id: snapshotId,
    total_artifacts: counts.total,
    required_artifacts: counts.required,
    required_present: counts.required_present,
    required_missing: counts.required_missing,
    optional_artifacts: counts.optional,
    optional_present: counts.optional_present,
    completeness_status: completenessAt(input),
    parity_hash_sha256: sha256(parityText(artifacts)),
    parity_hash_components: parityComponents(artifacts),
    canonical_snapshot_hash: `sha256:${sha256(canonicalText(artifacts))}`,
    artifact_summaries: [...artifacts].sort(byKey),
    computed_at: computedAt
  }, madeHere)
}
