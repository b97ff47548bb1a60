import * as Schema from "effect/Schema"
import type { MissionDossier } from "./MissionDossier.js"
import type { Manifest } from "./Manifest.js"
import { requiredAt } from "./requirement.js"
import type { KnownNamespace } from "./ScanReport.js"
import { SnapshotContent, SnapshotFile, snapshotSchema, toSnapshotRequirement } from "./SnapshotFile.js"
import { sealOf } from "./snapshotSeal.js"

const encode = Schema.encodeSync(SnapshotContent)

/** The file's text, without a final line break. */
export const snapshotText: (file: SnapshotFile) => string = Schema.encodeSync(Schema.parseJson(SnapshotFile, { space: 2 }))

/** A dossier's snapshot as a file that can be verified by itself. */
export const makeSnapshotFile = (
  { snapshot, step }: MissionDossier,
  manifest: Manifest | null,
  namespace: KnownNamespace,
  sha256: (text: string) => string
): SnapshotFile => {
  const content: SnapshotContent = {
    schema: snapshotSchema,
    namespace,
    step,
    requirements: manifest === null ? null : requiredAt(manifest, step).map(toSnapshotRequirement),
    ...snapshot
  }
  return { ...content, seal: sealOf(encode(content), sha256) }
}
