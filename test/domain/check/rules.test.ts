import { describe, expect, it } from "vitest"
import * as fs from "node:fs"
import * as path from "node:path"
import { RuleId, rules } from "../../../src/domain/check/rules.js"

const docs = fs.readFileSync(path.join(import.meta.dirname, "..", "..", "..", "docs", "check.md"), "utf8")

describe("the rules of check", () => {
  it("U-38 U-45 each has a section of its own in docs/check.md, and there is no other", () => {
    const sections = [...docs.matchAll(/^### (.+)$/gm)].map(([, id]) => id)
    expect(sections).toEqual([...RuleId.literals])
  })
  it("U-38 U-45 what a section says is what the report says", () => {
    for (const id of RuleId.literals) expect(docs).toContain(`### ${id}\n\n${rules[id].title}. ${rules[id].help}\n`)
  })
})
