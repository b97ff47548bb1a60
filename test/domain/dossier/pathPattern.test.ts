import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { compilePathPattern } from "../../../src/domain/dossier/pathPattern.js"

const segment = FastCheck.string({ unit: FastCheck.constantFrom("a", "b", "*", "?", "😀"), minLength: 1, maxLength: 6 })
const name = FastCheck.string({ unit: FastCheck.constantFrom("a", "b", "😀"), minLength: 1, maxLength: 6 })

/** The same by definition, exponential: what the fast matcher must agree with. */
const byDefinition = (pattern: ReadonlyArray<string>, items: ReadonlyArray<string>, run: string,
  one: (element: string, item: string) => boolean): boolean => {
  const [element, ...rest] = pattern
  const [item, ...others] = items
  if (element === undefined) return items.length === 0
  if (element === run) {
    return byDefinition(rest, items, run, one) || (item !== undefined && byDefinition(pattern, others, run, one))
  }
  return item !== undefined && one(element, item) && byDefinition(rest, others, run, one)
}
const segmentByDefinition = (pattern: string, text: string): boolean =>
  byDefinition(Array.from(pattern), Array.from(text), "*", (element, item) => element === "?" || element === item)
const pathByDefinition = (pattern: string, text: string): boolean =>
  byDefinition(pattern.split("/"), text.split("/"), "**", segmentByDefinition)

describe("compilePathPattern", () => {
  it.each([
    ["spec.md", "spec.md", true],
    ["spec.md", "SPEC.md", false],
    ["spec.md", "research/spec.md", false],
    ["spec.md", "specXmd", false],
    ["docs/**/*.md", "docs/a.md", true],
    ["docs/**/*.md", "docs/a/b.md", true],
    ["docs/**/*.md", "docs/a/b/c/d.md", true],
    ["docs/**/*.md", "docs.md", false],
    ["docs/**/*.md", "x/docs/a.md", false],
    ["**/*.md", "a.md", true],
    ["**", "a/b/c", true],
    ["tasks/*.md", "tasks/x.md", true],
    ["tasks/*.md", "tasks/x/y.md", false],
    ["tasks/WP??*.md", "tasks/WP01-alpha.md", true],
    ["tasks/WP??*.md", "tasks/WP1.md", false],
    ["a?c", "a/c", false],
    ["a?c", "a😀c", true],
    ["[ab]x", "bx", true],
    ["[!ab]x", "bx", false],
    ["[!ab]x", "cx", true],
    ["[a-c]x", "bx", true],
    ["[]x]y", "]y", true],
    ["[a-]y", "-y", true],
    ["[ab", "[ab", true],
    ["a.c", "abc", false],
    ["a**b", "a--b", true],
    ["a**b", "a/b", false]
  ])("D-10 %s on %s is %s", (pattern, path, expected) => {
    expect(compilePathPattern(pattern).matches(path)).toBe(expected)
  })

  it.prop(
    "D-10 agrees with the definition of its wildcards",
    [FastCheck.array(FastCheck.oneof(segment, FastCheck.constant("**")), { minLength: 1, maxLength: 5 }),
      FastCheck.array(name, { minLength: 1, maxLength: 5 })],
    ([pattern, path]) => {
      const [glob, text] = [pattern.join("/"), path.join("/")]
      return compilePathPattern(glob).matches(text) === pathByDefinition(glob, text)
    }
  )

  it("D-10 a hostile pattern costs its length times the path's, not more", () => {
    const hostile = compilePathPattern(`${"**/".repeat(200)}${"*a".repeat(200)}b`)
    expect(hostile.matches(`${"a/".repeat(200)}${"a".repeat(400)}`)).toBe(false)
  })
})
