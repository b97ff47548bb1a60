import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { ArtifactClass } from "../../../src/domain/dossier/Artifact.js"
import {
  type ArtifactFilter, ArtifactSort, listArtifacts, type ListedArtifact, noFilter
} from "../../../src/domain/dossier/listArtifacts.js"
import { UploadStateName } from "../../../src/domain/sync/UploadState.js"
import { artifactOf } from "./dossiers.js"

const paths = ["spec.md", "tasks/WP01-a.md", "tasks/WP02-b.md", "research/x.csv", "docs/é.md", "contracts/\u{1F600}.yaml", "\uFF5E.md"]

const artifact = FastCheck.record({
  mission_slug: FastCheck.constantFrom("001-a", "002-b", "003-c"),
  path: FastCheck.constantFrom(...paths),
  artifact_class: FastCheck.constantFrom(...ArtifactClass.literals),
  state: FastCheck.constantFrom(...UploadStateName.literals),
  step_id: FastCheck.constantFrom(null, "plan", "specify"),
  required_status: FastCheck.constantFrom("required" as const, "optional" as const),
  is_present: FastCheck.boolean(),
  size_bytes: FastCheck.nat(3)
}).map(({ path, state, ...fields }): ListedArtifact => ({
  ...artifactOf(path, path),
  ...fields,
  upload: {
    state, reason_code: null, reason: "because", received_hash: null, received_at: null, received_is_current: null,
    retry_count: 0, next_attempt_at: null
  }
}))
/** As in a project: a mission has a path once. */
const artifacts = FastCheck.uniqueArray(artifact, { selector: (it) => `${it.mission_slug}/${it.relative_path}`, maxLength: 20 })

const filter: FastCheck.Arbitrary<ArtifactFilter> = FastCheck.record({
  class: FastCheck.subarray([...ArtifactClass.literals]),
  wp_id: FastCheck.constantFrom(null, "WP01", "WP09"),
  step_id: FastCheck.constantFrom(null, "plan"),
  required_only: FastCheck.boolean(),
  missing: FastCheck.boolean(),
  state: FastCheck.subarray([...UploadStateName.literals])
})
const sort = FastCheck.constantFrom(...ArtifactSort.literals)

describe("listArtifacts", () => {
  it("D-28 lists exactly what every given filter accepts, and counts both", () => {
    FastCheck.assert(FastCheck.property(artifacts, filter, sort, (all, given, by) => {
      const listed = listArtifacts(all, given, by)
      const expected = all
        .filter((it) => given.class.length === 0 || given.class.some((one) => one === it.artifact_class))
        .filter((it) => given.state.length === 0 || given.state.some((one) => one === it.upload.state))
        .filter((it) => given.wp_id === null || it.relative_path.startsWith(`tasks/${given.wp_id}`))
        .filter((it) => given.step_id === null || it.step_id === given.step_id)
        .filter((it) => !(given.required_only && it.required_status === "optional"))
        .filter((it) => !(given.missing && it.is_present))
      expect(new Set(listed.artifacts)).toEqual(new Set(expected))
      expect([listed.total_count, listed.filtered_count]).toEqual([all.length, expected.length])
    }))
  })

  it("D-28 the order depends on the artifacts alone, and is that of the sort", () => {
    const pair = FastCheck.tuple(artifacts, FastCheck.infiniteStream(FastCheck.nat()))
    FastCheck.assert(FastCheck.property(pair, sort, ([all, numbers], by) => {
      const shuffled = all.map((it) => ({ it, at: numbers.next().value })).sort((a, b) => a.at - b.at).map(({ it }) => it)
      const listed = listArtifacts(all, noFilter, by).artifacts
      expect(listArtifacts(shuffled, noFilter, by).artifacts).toEqual(listed)
      for (const [index, one] of listed.entries()) {
        const next = listed[index + 1]
        if (next === undefined) continue
        if (by === "size") expect(one.size_bytes).toBeGreaterThanOrEqual(next.size_bytes)
        if (by === "key") expect(Buffer.compare(Buffer.from(one.artifact_key), Buffer.from(next.artifact_key))).toBeLessThanOrEqual(0)
        if (by === "path" && one.mission_slug === next.mission_slug) {
          expect(Buffer.compare(Buffer.from(one.relative_path), Buffer.from(next.relative_path))).toBeLessThan(0)
        }
      }
    }))
  })

  it("D-28 filters_applied names the filters that asked for something, and no other", () => {
    expect(listArtifacts([], noFilter, "path").filters_applied).toEqual({})
    const given: ArtifactFilter = { ...noFilter, class: ["policy"], wp_id: "WP01", missing: true }
    expect(listArtifacts([], given, "path").filters_applied).toEqual({ class: ["policy"], wp_id: "WP01", missing: true })
    FastCheck.assert(FastCheck.property(filter, (any) => {
      const { filters_applied } = listArtifacts([], any, "key")
      expect({ ...noFilter, ...filters_applied }).toEqual(any)
    }))
  })
})
