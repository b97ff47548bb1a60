import { expect, it } from "@effect/vitest"
import { ArtifactKey, ArtifactRef } from "../../../src/domain/dossier/Artifact.js"
import { Instant } from "../../../src/domain/text.js"
import { type IndexedFile } from "../../../src/layers/node/indexer/indexFile.js"
import { uniqueKeys } from "../../../src/layers/node/indexer/uniqueKeys.js"

const file = (path: string, key: string): IndexedFile => {
  const fields: ConstructorParameters<typeof ArtifactRef>[0] = {
    artifact_key: ArtifactKey.make(key),
    artifact_class: "input",
    relative_path: path,
    content_hash_sha256: "",
    size_bytes: 0,
    wp_id: null,
    step_id: null,
    required_status: "optional",
    provenance: null,
    is_present: false,
    error_reason: "unreadable",
    indexed_at: Instant.make("2026-11-20T20:14:05Z")
  }
  return {
    artifact: new ArtifactRef(fields),
    indexed: { ...fields, upload: { decision: "skip", reason_code: "unreadable", reason: "" } },
    body: null,
    detail: null,
    anomalies: [],
    grounds: {
      classification: { artifactClass: "runtime", rule: "no rule applies", unclassified: true },
      upload: { surface: null, format: null, sizeBytes: null, limitBytes: 0, isUtf8: null }
    }
  }
}

it("D-05 D-16 a second file with a key that is taken is listed as skipped, and names the first", () => {
  const [one, other, twin] = [file("a.md", "artifact.a.md"), file("b.md", "artifact.b.md"), file("c.md", "artifact.a.md")]
  const { skipped, unique } = uniqueKeys([one, other, twin])
  expect(unique).toStrictEqual([one, other])
  expect(skipped.map(({ detail, path, reason }) => [path, reason, detail])).toStrictEqual([
    ["c.md", "unsupported_name", "its artifact key artifact.a.md is that of a.md: rename one of them"]
  ])
})
