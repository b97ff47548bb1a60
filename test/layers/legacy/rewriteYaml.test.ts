import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import { parse, stringify } from "yaml"
import { rewriteYaml } from "../../../src/layers/legacy/rewriteYaml.js"

const rewritten = (text: string) => Either.getOrThrowWith(rewriteYaml(text), ({ detail }) => new Error(detail))

describe("rewriteYaml", () => {
  it.each<[string, string, string]>([
    ["keys at any depth; comments, order and spacing stay",
      "# ours\nfeature_slug:   x  # why\nlist:\n  - {mission_key: a,   b: 1}\n  - feature_type: \"q\"\n\n\nlast: 0x1F\n",
      "# ours\nmission_slug:   x  # why\nlist:\n  - {mission_type: a,   b: 1}\n  - mission_type: \"q\"\n\n\nlast: 0x1F\n"],
    ["quotes stay", "\"feature_slug\": a\n'mission_key': b", "\"mission_slug\": a\n'mission_type': b"],
    ["CRLF, tabs in texts and big numbers stay", "feature_slug: \"a\tb\"\r\nn: 12345678901234567890\r\n", "mission_slug: \"a\tb\"\r\nn: 12345678901234567890\r\n"],
    ["old names in texts and comments stay", "# feature_slug: x\na: feature_slug\nb: |\n  feature_slug: x\n", "# feature_slug: x\na: feature_slug\nb: |\n  feature_slug: x\n"],
    ["explicit keys and no value", "? feature_slug\n: x\nfeature_number:\n", "? mission_slug\n: x\nmission_number:\n"],
    ["one that loses goes with its line", "a: 1\nfeature_slug: x # gone\nmission_slug: y\n", "a: 1\nmission_slug: y\n"],
    ["the last one goes", "mission_slug: y\nfeature_slug: x", "mission_slug: y\n"],
    ["a block text goes", "m:\n  feature_slug: |\n    x\n    y\n  mission_slug: y\nz: 1\n", "m:\n  mission_slug: y\nz: 1\n"],
    ["a mapping goes", "feature_slug:\n  a: {feature_slug: 1}\n  b: 2\nmission_slug: y\n", "mission_slug: y\n"],
    ["one of a list's entries goes", "l:\n  - feature_slug: x\n    mission_slug: y\n", "l:\n  - mission_slug: y\n"],
    ["in braces", "{feature_slug: x, mission_slug: y, a: {mission_slug: y,\n  feature_slug: x}}\n", "{mission_slug: y, a: {mission_slug: y}}\n"],
    ["a null gives way", "mission_slug:\nfeature_slug: x\n", "mission_slug: x\n"],
    ["an alias", "a: &a {feature_slug: x}\nb: *a\n", "a: &a {mission_slug: x}\nb: *a\n"],
    ["a list, empty, a text", "[1, 2]\n", "[1, 2]\n"]
  ])("I-18 I-38 %s", (_what, before, after) => {
    const { edits, text } = rewritten(before)
    expect(text).toBe(after)
    expect(edits.length > 0).toBe(before !== after)
    expect(rewritten(text)).toEqual({ text, edits: [] })
  })

  it.each<[string, string, number | null]>([
    ["not YAML", "a: 1\nb: [\n", 3],
    ["a key twice", "a: 1\na: 2\n", 2],
    ["two documents", "a: 1\n---\nb: 2\n", 2],
    ["a value that goes is meant elsewhere", "feature_slug: &x a\nmission_slug: b\nc: *x\n", null],
    ["aliases that explode", `${Array.from({ length: 12 }, (_, n) => `k${n}: &k${n} [${Array.from({ length: 9 }, () => n === 0 ? "x" : `*k${n - 1}`).join(", ")}]`).join("\n")}\nfeature_slug: 1\n`, null]
  ])("I-38 G-Q13 %s: left alone", (_what, text, line) => {
    const result = rewriteYaml(text)
    expect(Either.isLeft(result) && result.left.line).toBe(line)
  })

  it("I-38 any mapping: the same by its new names", () => {
    const key = FastCheck.constantFrom("feature_slug", "feature_number", "mission_slug", "a", "b c", "#")
    const value = FastCheck.letrec((tie) => ({
      any: FastCheck.oneof({ depthSize: "small" }, FastCheck.string(), FastCheck.integer(), FastCheck.constant(null),
        FastCheck.array(tie("any"), { maxLength: 3 }), FastCheck.dictionary(key, tie("any"), { maxKeys: 3 }))
    })).any
    const now = (it: unknown): unknown => {
      if (Array.isArray(it)) return it.map(now)
      if (typeof it !== "object" || it === null) return it
      const { feature_number: number, feature_slug: slug, ...rest }: Record<string, unknown> = { ...it }
      const winner = rest["mission_slug"] ?? slug ?? null
      return Object.fromEntries([
        ...Object.entries(rest).map(([name, inner]) => [name, now(name === "mission_slug" ? winner : inner)]),
        ...("feature_slug" in it && !("mission_slug" in it) ? [["mission_slug", now(winner)]] : []),
        ...("feature_number" in it ? [["mission_number", now(number)]] : [])
      ])
    }
    FastCheck.assert(FastCheck.property(FastCheck.dictionary(key, value, { maxKeys: 5 }), FastCheck.boolean(), (mapping, inBraces) => {
      const before = stringify(mapping, { collectionStyle: inBraces ? "flow" : "block" })
      expect(parse(rewritten(before).text)).toEqual(now(mapping))
    }), { numRuns: 400 })
  })
})
