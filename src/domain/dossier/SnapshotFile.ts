import * as Schema from "effect/Schema"
import { ExpectedArtifact } from "./Manifest.js"
import { Snapshot } from "./MissionDossier.js"
import type { Requirement } from "./requirement.js"
import { KnownNamespace } from "./ScanReport.js"

/** Name and version of the file's shape. */
export const snapshotSchema = "snapshot@1"

const { artifact_class, artifact_key, path_pattern } = ExpectedArtifact.fields

/** One thing that was required at the snapshot's step: with these, counts and completeness follow from the file alone. */
export const SnapshotRequirement = Schema.Struct({
  artifact_key,
  artifact_class,
  path_pattern,
  blocking: Schema.Boolean,
  /** `required_always`, or the step that asks for it. */
  asked_by: Schema.NonEmptyString
})
export type SnapshotRequirement = typeof SnapshotRequirement.Type

/** What a snapshot's file says, without its seal. */
export const SnapshotContent = Schema.Struct({
  schema: Schema.Literal(snapshotSchema),
  namespace: KnownNamespace,
  /** The step that it was judged at; null where it was judged at all of them. */
  step: Schema.NullOr(Schema.String),
  /** Null where the mission type has no manifest. */
  requirements: Schema.NullOr(Schema.Array(SnapshotRequirement)),
  ...Snapshot.fields
})
export type SnapshotContent = typeof SnapshotContent.Type

/** `dossier snapshot export`: a snapshot with where it belongs and all that it takes to verify it again (042, D-19). */
export const SnapshotFile = Schema.Struct({
  ...SnapshotContent.fields,
  /** Checksums by JSON pointer (`snapshotSeal`): they find what was changed, and are no signature. */
  seal: Schema.Record({ key: Schema.String, value: Schema.String })
})
export type SnapshotFile = typeof SnapshotFile.Type

/** A file that was read: its JSON as it stands, for the seal, and decoded. */
export interface SnapshotDocument {
  readonly document: { readonly [key: string]: unknown }
  readonly content: SnapshotFile
}

export const toSnapshotRequirement = ({ artifact, askedBy, blocking }: Requirement): SnapshotRequirement => ({
  artifact_key: artifact.artifact_key,
  artifact_class: artifact.artifact_class,
  path_pattern: artifact.path_pattern,
  blocking,
  asked_by: askedBy
})

/** Back to what `completeness` and `countsFor` ask. */
export const fromSnapshotRequirement = ({ asked_by: _, ...artifact }: SnapshotRequirement) => ({
  artifact: new ExpectedArtifact(artifact),
  blocking: artifact.blocking
})
