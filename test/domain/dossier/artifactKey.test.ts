import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { ArtifactPath } from "../../../src/domain/dossier/Artifact.js"
import { artifactKey } from "../../../src/domain/dossier/artifactKey.js"
import { Manifest } from "../../../src/domain/dossier/Manifest.js"
import { entry, manifestInput, manifestOf, path, sha256, shipped } from "./dossiers.js"

const own = manifestOf({
  byStep: { one: [entry("output.docs", "docs/**/*.md"), entry("output.wp", "tasks/WP*.md")] },
  optional: [entry("input.spec.main", "spec.md"), entry("output.docs-index", "docs/index.html")]
})

/** Names made to collide: the pieces of which keys are built, digests of other names, twins by case and normal form. */
const name = FastCheck.oneof(
  FastCheck.constantFrom(
    "a", "a.md", "a.b", "a.b.md", "docs", "spec.md", "SPEC.md", "tasks", "WP01.md", "index.html", "-", "a b", "a-b", "ä",
    "a\u0308", "😀", "artifact", "output", ".md", "a.", `a.${sha256("a").slice(0, 8)}`, `Makefile.${sha256("Makefile").slice(0, 8)}`,
    "Makefile"
  ),
  FastCheck.string({ minLength: 1, maxLength: 5 })
)
const paths = FastCheck.uniqueArray(
  FastCheck.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/")).filter(Schema.is(ArtifactPath)),
  { maxLength: 60 }
)

describe("artifactKey", () => {
  const manifest = shipped("software-dev")
  it.each([
    ["spec.md", "input.spec.main"],
    ["research/spec.md", "artifact.research.spec.md"],
    ["tasks/WP01-alpha.md", "artifact.tasks.WP01-alpha.md"],
    ["SPEC.md", "artifact.SPEC.md"],
    ["Makefile", `artifact.Makefile.${sha256("Makefile").slice(0, 8)}`],
    ["status.events.jsonl", `artifact.status.events.jsonl.${sha256("status.events.jsonl").slice(0, 8)}`],
    ["my file (1).md", `artifact.my-file--1-.md.${sha256("my file (1).md").slice(0, 8)}`],
    ["größe.md", `artifact.gr--e.md.${sha256("größe.md").slice(0, 8)}`],
    ["a.b/c.md", `artifact.a.b.c.md.${sha256("a.b/c.md").slice(0, 8)}`],
    ["a.deadbeef", `artifact.a.deadbeef.${sha256("a.deadbeef").slice(0, 8)}`]
  ])("D-05 %s has the key %s", (text, key) => {
    expect(artifactKey(path(text), manifest, sha256)).toBe(key)
  })

  it("D-05 below a pattern with wildcards its key is the prefix", () => {
    expect(artifactKey(path("docs/a/b.md"), shipped("documentation"), sha256)).toBe("output.docs.generated.docs.a.b.md")
  })

  it.prop("D-05 G-F12 keys are unique and well-formed in any tree, with and without a manifest", [paths], ([tree]) => {
    for (const chosen of [null, own, manifest]) {
      const keys = tree.map((each) => artifactKey(ArtifactPath.make(each), chosen, sha256))
      expect(new Set(keys).size).toBe(tree.length)
      for (const key of keys) expect(key).toMatch(/^[a-zA-Z0-9._-]+$/)
    }
  }, { fastCheck: { numRuns: 2000 } })
})

describe("Manifest", () => {
  const faults = (groups: Parameters<typeof manifestInput>[0]) =>
    Schema.decodeUnknownEither(Manifest)(manifestInput(groups))._tag

  it("D-05 D-10 refuses keys that could make two artifacts share one", () => {
    expect(faults({ optional: [entry("artifact.notes.md", "x.md")] })).toBe("Left")
    expect(faults({ always: [entry("a.b", "x.md")], optional: [entry("a.b", "y.md")] })).toBe("Left")
    expect(faults({ always: [entry("a", "docs/*.md")], optional: [entry("a.docs.x.md", "y.md")] })).toBe("Left")
    expect(faults({ byStep: { audit: [entry("a.b", "x.md")], design: [entry("a.b", "x.md")] } })).toBe("Right")
  })

  it.each(["/spec.md", "../spec.md", "docs/../../x", "docs\\x.md", "contracts/", "", "./x"])(
    "D-10 D-13 refuses the pattern %j, which leaves the mission or names no file",
    (pattern) => {
      expect(faults({ always: [entry("a.b", pattern)] })).toBe("Left")
    }
  )

  it("D-10 blocking is false where it is not said", () => {
    expect(shipped("research").optional_always.map(({ blocking }) => blocking)).toEqual([false, false, false, false, false])
  })
})
