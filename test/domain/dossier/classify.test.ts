import { describe, expect, it } from "@effect/vitest"
import { classify } from "../../../src/domain/dossier/classify.js"
import { frontmatterClass } from "../../../src/domain/dossier/frontmatter.js"
import { wpId } from "../../../src/domain/dossier/wpId.js"
import { path, shipped } from "./dossiers.js"

const manifest = shipped("software-dev")
const classOf = (text: string, frontmatter: string | null = null) =>
  classify({ path: path(text), frontmatterClass: frontmatter, manifest })

describe("classify", () => {
  it("D-06 D-07 frontmatter comes before the manifest, the manifest before names", () => {
    expect(classOf("plan.md", "policy")).toEqual(
      { artifactClass: "policy", rule: "frontmatter artifact_class", unclassified: false })
    expect(classOf("plan.md")).toEqual(
      { artifactClass: "output", rule: "manifest software-dev@1, required_by_step.plan[0] \"plan.md\"", unclassified: false })
    expect(classOf("research.md").rule).toBe("manifest software-dev@1, optional_always[0] \"research.md\"")
    expect(classify({ path: path("plan.md"), frontmatterClass: null, manifest: null }).artifactClass).toBe("workflow")
  })

  it("D-07 a frontmatter class that is none of the six decides nothing", () => {
    expect(classOf("plan.md", "other").rule).toContain("manifest")
    expect(classOf("quadrant.md", "other").unclassified).toBe(true)
  })

  it.each([
    ["sub/specification.md", "input"],
    ["WP07-x.md", "workflow"],
    ["x/unit-test.md", "evidence"],
    ["x/Gap-Analysis-2.md", "evidence"],
    ["research/evidence-log.csv", "evidence"],
    ["build.log", "evidence"],
    ["checklists/requirements.md", "policy"],
    ["x/design_constraints.md", "policy"],
    ["x/architecture-decision-1.md", "policy"],
    ["x/adr-001.md", "policy"],
    ["x/source code.md", "output"],
    ["x/findings.md", "output"],
    ["x/cache.bin", "runtime"],
    ["research/notes.md", "evidence"],
    ["contracts/api.yaml", "output"],
    ["checklists/x.md", "policy"],
    ["tasks/README.md", "workflow"],
    ["docs/a/b.md", "output"],
    ["status.events.jsonl", "runtime"],
    ["meta.json", "runtime"],
    ["x/y.jsonl", "runtime"]
  ])("D-06 %s is %s", (text, expected) => {
    expect(classOf(text)).toMatchObject({ artifactClass: expected, unclassified: false })
  })

  it.each(["catalog.md", "quadrant.md", "Makefile", "x/latest.md", "x/blog.md", "docs", "x/protestörlog.md"])(
    "D-06 D-16 nothing decides on %s: runtime, and said so",
    (text) => {
      expect(classOf(text)).toEqual({ artifactClass: "runtime", rule: "no rule applies", unclassified: true })
    }
  )
})

describe("frontmatterClass", () => {
  it.each([
    ["---\nartifact_class: policy\n---\n# x", "policy", null],
    ["\uFEFF---\r\ntitle: x\r\nartifact_class: \"evidence\" # why\r\n---\r\n", "evidence", null],
    ["---\n'artifact_class': 'input'\n...\n", "input", null],
    ["---\ntitle: x\n---\nartifact_class: input\n", null, null],
    ["# no frontmatter\nartifact_class: input", null, null],
    ["", null, null],
    ["---\nnested:\n  artifact_class: input\n---\n", null, null],
    ["---\nartifact_classes: input\n---\n", null, null]
  ])("D-07 %j says %s", (head, artifactClass, problem) => {
    expect(frontmatterClass(head)).toEqual({ artifactClass, problem })
  })

  it.each([
    ["---\nartifact_class: other\n---\n", "other", /none of input/, [2, 17]],
    ["\uFEFF---\r\ntitle: x\r\n'artifact_class' :  other # no\r\n---\r\n", "other", /none of input/, [3, 21]],
    ["---\nartifact_class:\n---\n", null, /empty/, [2, 1]],
    ["---\nartifact_class: [input]\n---\n", null, /single word/, [2, 17]],
    ["---\nartifact_class: |\n  input\n---\n", null, /single word/, [2, 17]],
    ["---\nartifact_class: input\nartifact_class: output\n---\n", null, /more than once/, [3, 17]],
    ["---\nartifact_class: input\n# cut", null, /not closed/, [1, 1]]
  ])("D-07 D-13 D-16 %j is named as a problem, with line and column", (head, artifactClass, problem, place) => {
    const found = frontmatterClass(head)
    expect(found.artifactClass).toBe(artifactClass)
    expect(found.problem?.text).toMatch(problem)
    expect([found.problem?.line, found.problem?.column]).toEqual(place)
  })
})

describe("wpId", () => {
  it.each([
    ["tasks/WP01-alpha.md", "WP01"], ["tasks/WP12.md", "WP12"], ["tasks/WP01/notes.md", "WP01"], ["tasks/WP101.md", "WP101"],
    ["tasks/README.md", null], ["WP01.md", null], ["x/tasks/WP01.md", null], ["tasks/WP1.md", null], ["tasks/wp01.md", null]
  ])("D-08 %s belongs to %s", (text, expected) => {
    expect(wpId(path(text))).toBe(expected)
  })
})
