import { describe, expect, it } from "vitest"
import * as fs from "node:fs"
import * as path from "node:path"
import { documents, entryPoints, examplesIn, faultsOf } from "../../scripts/docs/examples.js"

const root = path.join(import.meta.dirname, "..", "..")

describe("U-46 examples in the documentation", () => {
  it("are found in Markdown and in doc comments, with their line, and a fragment is left out", () => {
    const markdown = "# A\n\n```ts\nconst a = 1\n```\n\n```ts fragment\n…\n```\n\n```text\nno\n```\n"
    const source = "/**\n * Says.\n *\n * @example\n * ```ts\n * if (true) {\n *   f()\n * }\n * ```\n */\n"
    expect(examplesIn("a.md", markdown)).toEqual([{ file: "a.md", line: 4, code: "const a = 1" }])
    expect(examplesIn("b.ts", source)).toEqual([{ file: "b.ts", line: 6, code: "if (true) {\n  f()\n}" }])
  })
  it("import the package by the names that it exports", () => {
    expect(entryPoints(root)).toMatchObject({
      "spec-kitty-effect": ["./src/index.ts"],
      "spec-kitty-effect/promise": ["./src/promise.ts"]
    })
  })
  it("are looked for where people read, and there are some for embedders", () => {
    const files = documents(root)
    expect(files).toEqual(expect.arrayContaining(["README.md", "docs/README.md", "src/index.ts", "src/promise.ts"]))
    for (const file of ["README.md", "src/index.ts", "src/promise.ts"]) {
      expect(examplesIn(file, fs.readFileSync(path.join(root, file), "utf8")).length, file).toBeGreaterThan(0)
    }
  })
  it("fail where they don't compile, at their line, and each stands alone", () => {
    const faults = faultsOf(root, [
      { file: "a.md", line: 10, code: "const a: number = 1\nconst b: string = a" },
      { file: "b.md", line: 3, code: "const a = await Promise.resolve(2)" },
      { file: "c.md", line: 1, code: "import { madeUp } from \"spec-kitty-effect/nowhere\"" }
    ])
    expect(faults.map(({ column, file, line }) => [file, line, column])).toEqual([["a.md", 11, 7], ["c.md", 1, 24]])
  })
})
