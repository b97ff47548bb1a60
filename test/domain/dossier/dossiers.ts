import * as Schema from "effect/Schema"
import * as crypto from "node:crypto"
import * as fs from "node:fs"
import { parse } from "yaml"
import { ArtifactPath, ArtifactRef, ContentHash } from "../../../src/domain/dossier/Artifact.js"
import { artifactKey } from "../../../src/domain/dossier/artifactKey.js"
import { classify } from "../../../src/domain/dossier/classify.js"
import { Manifest } from "../../../src/domain/dossier/Manifest.js"
import { requiredStatus, stepOf } from "../../../src/domain/dossier/requirement.js"
import { wpId } from "../../../src/domain/dossier/wpId.js"
import { Instant } from "../../../src/domain/text.js"

export const sha256 = (content: string | Uint8Array) =>
  ContentHash.make(crypto.createHash("sha256").update(content).digest("hex"))

export const now = Instant.make("2026-04-06T12:00:00Z")
export const path = (text: string) => ArtifactPath.make(text)

/** A manifest that ships, read without the layer. */
export const shipped = (type: "software-dev" | "research" | "documentation"): Manifest =>
  Schema.decodeUnknownSync(Manifest)(
    parse(fs.readFileSync(new URL(`../../../contracts/missions/${type}/expected-artifacts.yaml`, import.meta.url), "utf8"))
  )

interface Entry {
  readonly artifact_key: string
  readonly artifact_class: string
  readonly path_pattern: string
  readonly blocking?: boolean
}
interface Groups {
  readonly always?: ReadonlyArray<Entry>
  readonly byStep?: { readonly [step: string]: ReadonlyArray<Entry> }
  readonly optional?: ReadonlyArray<Entry>
}
export const manifestInput = ({ always = [], byStep = {}, optional = [] }: Groups) => ({
  schema_version: "1.0",
  mission_type: "own",
  manifest_version: "own-1",
  required_always: always,
  required_by_step: byStep,
  optional_always: optional
})
/** A manifest of a project's own. */
export const manifestOf = (groups: Groups): Manifest => Schema.decodeUnknownSync(Manifest)(manifestInput(groups))
export const entry = (key: string, pattern: string, blocking = false): Entry =>
  ({ artifact_key: key, artifact_class: "output", path_pattern: pattern, blocking })

/** A present artifact with that content; without content, one that is not UTF-8. */
export const artifactOf = (
  relativePath: string,
  content: string | null,
  manifest: Manifest | null = null,
  reason: "invalid_format" | "unreadable" | "deleted_after_scan" = "invalid_format"
): ArtifactRef => {
  const at = path(relativePath)
  const present = content !== null
  return new ArtifactRef({
    artifact_key: artifactKey(at, manifest, sha256),
    artifact_class: classify({ path: at, frontmatterClass: null, manifest }).artifactClass,
    relative_path: at,
    content_hash_sha256: present ? sha256(content) : "",
    size_bytes: present ? Buffer.byteLength(content) : 2,
    wp_id: wpId(at),
    step_id: stepOf(manifest, at),
    required_status: requiredStatus(manifest, at),
    provenance: null,
    is_present: present,
    error_reason: present ? null : reason,
    indexed_at: now
  })
}
