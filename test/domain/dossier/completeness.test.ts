import { describe, expect, it } from "@effect/vitest"
import { blockingPresent, completenessAt, countsAt } from "../../../src/domain/dossier/completeness.js"
import { ghosts, notProducedYet } from "../../../src/domain/dossier/ghosts.js"
import type { Manifest } from "../../../src/domain/dossier/Manifest.js"
import { missingArtifacts } from "../../../src/domain/dossier/missingArtifacts.js"
import { requiredAt, requiredStatus, stepOf } from "../../../src/domain/dossier/requirement.js"
import { artifactOf, entry, manifestOf, now, shipped } from "./dossiers.js"

type Reason = "invalid_format" | "unreadable" | "deleted_after_scan"

const judge = (manifest: Manifest | null, step: string | null, files: ReadonlyArray<string>, broken: { readonly [path: string]: Reason } = {}) => {
  const found = [
    ...files.map((path) => artifactOf(path, path, manifest)),
    ...Object.entries(broken).map(([path, reason]) => artifactOf(path, null, manifest, reason))
  ]
  const artifacts = [...found, ...ghosts({ artifacts: found, manifest, step, indexedAt: now })]
  const judged = { artifacts, manifest, step }
  return { judged, counts: countsAt(judged), completeness: completenessAt(judged), missing: missingArtifacts(judged, () => null) }
}
const paths = (artifacts: ReadonlyArray<{ readonly relative_path: string }>) => artifacts.map(({ relative_path: path }) => path)

describe("completeness", () => {
  const software = shipped("software-dev")
  const documentation = shipped("documentation")
  const own = manifestOf({ always: [entry("input.charter", "charter.md", true)], byStep: { draft: [entry("output.docs", "docs/**/*.md", true)] } })

  it("D-42 nothing required at this step is complete; nothing known of the type is unknown", () => {
    expect(judge(software, "discovery", []).completeness).toBe("complete")
    expect(judge(null, null, []).completeness).toBe("unknown")
  })

  it("D-11 what another step requires does not count here", () => {
    const { completeness, counts } = judge(software, "implement", ["readme.md"])
    expect(completeness).toBe("complete")
    expect(counts).toMatchObject({ total: 1, required: 0, optional: 1 })
  })

  it("D-11 required_always counts at every step", () => {
    expect(judge(own, "elsewhere", []).missing.map(({ manifest_step }) => manifest_step)).toEqual(["required_always"])
    expect(judge(own, "elsewhere", []).completeness).toBe("incomplete")
  })

  it("D-11 without a step everything that any step requires counts, once", () => {
    const { counts, judged } = judge(documentation, null, [])
    expect(paths(judged.artifacts)).toEqual(["spec.md", "plan.md", "tasks.md", "gap-analysis.md", "docs/**/*.md"])
    expect(counts).toMatchObject({ total: 5, required: 5, required_missing: 5 })
  })

  it("D-14 required but not blocking: counted, told as such, and complete", () => {
    const { completeness, counts, missing } = judge(documentation, "generate", ["spec.md"])
    expect(counts).toMatchObject({ required: 1, required_missing: 1 })
    expect(missing).toMatchObject([{ blocking: false, manifest_step: "generate", artifact: { artifact_key: "output.docs.generated" } }])
    expect(completeness).toBe("complete")
  })

  it("D-14 a required file that can't be read is missing itself: no second entry, no key twice", () => {
    const { completeness, counts, judged, missing } = judge(software, "specify", [], { "spec.md": "unreadable" })
    expect(judged.artifacts).toHaveLength(1)
    expect(counts).toMatchObject({ total: 1, required: 1, required_missing: 1 })
    expect(missing).toMatchObject([{ blocking: true, manifest_step: "specify", artifact: { error_reason: "unreadable" } }])
    expect(completeness).toBe("incomplete")
  })

  it("D-14 a pattern with wildcards is satisfied by any file, and each unreadable one is named", () => {
    expect(judge(own, "draft", ["charter.md", "docs/a.md"]).completeness).toBe("complete")
    const { counts, judged, missing } = judge(own, "draft", ["charter.md", "docs/a.md"], { "docs/b/c.md": "invalid_format" })
    expect(judged.artifacts).toHaveLength(3)
    expect(counts).toMatchObject({ required: 3, required_present: 2, required_missing: 1 })
    expect(missing).toMatchObject([{ blocking: true, manifest_step: "draft" }])
  })

  it("D-14 a text that another step requires is named when it can't be read, with that step, not blocking", () => {
    expect(judge(software, "implement", [], { "plan.md": "invalid_format" }).missing)
      .toMatchObject([{ blocking: false, manifest_step: "plan" }])
  })

  it("D-15 a missing optional artifact is no ghost, counts nowhere and makes no event", () => {
    const { counts, judged, missing } = judge(software, "specify", ["spec.md"])
    expect(paths(judged.artifacts)).toEqual(["spec.md"])
    expect(counts.required_missing).toBe(0)
    expect(missing).toEqual([])
  })

  it("D-17 an image that is not UTF-8 and a file that vanished are no anomaly, unless required", () => {
    expect(judge(software, "specify", ["spec.md"], { "logo.png": "invalid_format", "gone.md": "deleted_after_scan" }).missing).toEqual([])
    expect(judge(software, "specify", [], { "spec.md": "deleted_after_scan" }).missing)
      .toMatchObject([{ blocking: true, artifact: { error_reason: "deleted_after_scan" } }])
  })

  it("D-14 what later steps ask for is shown as not produced yet, and only there", () => {
    const { judged } = judge(software, "specify", ["spec.md"])
    const later = notProducedYet({ ...judged, indexedAt: now })
    expect(paths(later)).toEqual(["plan.md", "tasks.md"])
    expect(later.map(({ error_reason: reason }) => reason)).toEqual(["not_produced_yet", "not_produced_yet"])
    expect(notProducedYet({ ...judged, step: "implement", indexedAt: now })).toEqual([])
    expect(notProducedYet({ ...judged, step: null, indexedAt: now })).toEqual([])
  })
})

describe("requirement", () => {
  const documentation = shipped("documentation")

  it("D-08 D-11 step and required_status of a path come from the manifest and ignore the current step", () => {
    expect(stepOf(documentation, "plan.md")).toBe("audit")
    expect(stepOf(documentation, "docs/a/b.md")).toBe("generate")
    expect(stepOf(documentation, "research.md")).toBeNull()
    expect(requiredStatus(documentation, "docs/a/b.md")).toBe("required")
    expect(requiredStatus(documentation, "research.md")).toBe("optional")
    expect(requiredStatus(null, "spec.md")).toBe("optional")
  })

  it("D-10 the same artifact asked for twice is required once, blocking if any of them says so", () => {
    const manifest = manifestOf({ always: [entry("a.b", "x.md", false)], byStep: { one: [entry("a.b", "x.md", true)] } })
    expect(requiredAt(manifest, "one")).toMatchObject([{ askedBy: "required_always", blocking: true }])
    expect(requiredAt(manifest, "two")).toMatchObject([{ askedBy: "required_always", blocking: false }])
    expect(requiredAt(null, "one")).toEqual([])
  })

  it("D-11 a step named like a member of every object asks for nothing", () => {
    expect(requiredAt(documentation, "constructor")).toEqual([])
  })

  it("D-11 leaving a step takes its blocking artifacts alone", () => {
    expect(blockingPresent(documentation, [], "generate")).toBe(true)
    expect(blockingPresent(documentation, ["plan.md"], "design")).toBe(false)
    expect(blockingPresent(documentation, ["plan.md", "tasks.md"], "design")).toBe(true)
  })
})
