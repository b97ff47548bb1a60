import { describe, expect, it } from "@effect/vitest"
import { completenessAt, countsAt } from "../../../src/domain/dossier/completeness.js"
import { ghosts } from "../../../src/domain/dossier/ghosts.js"
import type { Manifest } from "../../../src/domain/dossier/Manifest.js"
import { missingArtifacts } from "../../../src/domain/dossier/missingArtifacts.js"
import { parityText } from "../../../src/domain/dossier/snapshot.js"
import { artifactOf, now, sha256, shipped } from "./dossiers.js"

/** Path, content (null: the bytes FF FE), and what we say of it at step `plan` of a software-dev mission. */
const sample: ReadonlyArray<readonly [string, string | null, string, string, "required" | "optional"]> = [
  ["Makefile", "all:\n", `artifact.Makefile.${sha256("Makefile").slice(0, 8)}`, "runtime", "optional"],
  ["bad.md", null, "artifact.bad.md", "runtime", "optional"],
  ["catalog.md", "c\n", "artifact.catalog.md", "runtime", "optional"],
  ["checklists/requirements.md", "x\n", "artifact.checklists.requirements.md", "policy", "optional"],
  ["contracts/api.yaml", "openapi: 3\n", "artifact.contracts.api.yaml", "output", "optional"],
  ["data-model.md", "dm\n", "evidence.data-model", "evidence", "optional"],
  ["docs/a/b.md", "d\n", "artifact.docs.a.b.md", "output", "optional"],
  ["meta.json", "{}", "artifact.meta.json", "runtime", "optional"],
  ["plan.md", "beta\n", "output.plan.main", "output", "required"],
  ["quadrant.md", "q\n", "artifact.quadrant.md", "runtime", "optional"],
  ["research/evidence-log.csv", "a,b\n", "artifact.research.evidence-log.csv", "evidence", "optional"],
  ["research/spec.md", "nested\n", "artifact.research.spec.md", "input", "optional"],
  ["spec.md", "alpha\n", "input.spec.main", "input", "required"],
  ["status.events.jsonl", "", `artifact.status.events.jsonl.${sha256("status.events.jsonl").slice(0, 8)}`, "runtime", "optional"],
  ["tasks/README.md", "readme\n", "artifact.tasks.README.md", "workflow", "optional"],
  ["tasks/WP01-alpha.md", "wp1\n", "artifact.tasks.WP01-alpha.md", "workflow", "optional"]
]

const judge = (manifest: Manifest | null, step: string | null) => {
  const files = sample.map(([path, content]) => artifactOf(path, content, manifest))
  const artifacts = [...files, ...ghosts({ artifacts: files, manifest, step, indexedAt: now })]
  return { artifacts, manifest, step }
}

describe("the golden sample", () => {
  const manifest = shipped("software-dev")
  const judged = judge(manifest, "plan")

  it.each(sample)("D-05 D-06 D-08 %s", (path, _content, key, artifactClass, requiredStatus) => {
    expect(judged.artifacts.find((artifact) => artifact.relative_path === path)).toMatchObject({
      artifact_key: key,
      artifact_class: artifactClass,
      required_status: requiredStatus,
      wp_id: path === "tasks/WP01-alpha.md" ? "WP01" : null,
      step_id: path === "spec.md" ? "specify" : path === "plan.md" ? "plan" : null
    })
  })

  it("D-03 the parity hash is the original's, whatever step or manifest", () => {
    const expected = "b22d0a9dad74a8079d02dbca6a0a173aa3c17c1992a4935475aa0247e230b5dd"
    for (const { artifacts } of [judged, judge(manifest, null), judge(null, null)]) {
      expect(sha256(parityText(artifacts))).toBe(expected)
    }
  })

  it("D-11 D-14 D-42 at step plan tasks.md is missing", () => {
    expect(judged.artifacts.at(-1)).toMatchObject({
      artifact_key: "output.tasks.list", relative_path: "tasks.md", step_id: "plan", error_reason: "not_found",
      required_status: "required", is_present: false, content_hash_sha256: ""
    })
    expect(countsAt(judged)).toEqual({
      total: 17, required: 2, required_present: 1, required_missing: 1, optional: 15, optional_present: 14
    })
    expect(completenessAt(judged)).toBe("incomplete")
  })

  it("D-14 D-17 Missing: what is required at the step and absent, and the text that is not UTF-8", () => {
    const missing = missingArtifacts(judged, ({ relative_path: path }) => path === "bad.md" ? "not UTF-8 at byte 0" : null)
    expect(missing.map(({ artifact, blocking, manifest_step, reason_detail }) =>
      [artifact.relative_path, artifact.error_reason, blocking, manifest_step, reason_detail])).toEqual([
      ["bad.md", "invalid_format", false, "optional", "not UTF-8 at byte 0"],
      ["tasks.md", "not_found", true, "plan", null]
    ])
  })

  it("D-12 without a manifest everything is indexed, nothing is required, completeness is unknown", () => {
    const unknown = judge(null, null)
    expect(countsAt(unknown)).toMatchObject({ total: 16, required: 0, required_missing: 0 })
    expect(completenessAt(unknown)).toBe("unknown")
    expect(missingArtifacts(unknown, () => null).map(({ blocking }) => blocking)).toEqual([false])
  })
})
