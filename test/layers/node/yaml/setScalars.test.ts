import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { parse, parseDocument } from "yaml"
import { setScalars } from "../../../../src/layers/node/yaml/setScalars.js"
import type { YamlEdit } from "../../../../src/layers/node/yaml/YamlEdit.js"

const id = "0f6f3c9e-0b6d-4e0e-8f5b-5a1f1c7a9b10"
const fingerprint = "v1-65024-2335489-1795265489118-e301f9e2ab8c22f4"
const edits: ReadonlyArray<YamlEdit> = [
  { path: ["build", "id"], value: id },
  { path: ["build", "fingerprint"], value: fingerprint }
]

/** What is left of the text once the two values, and keys that were made for them, are taken out. */
const rest = (text: string): string =>
  text
    .replace(/\n? *build:\r?\n(?= +id: "?0f6f)/, "")
    .replace(/(?:, |\r?\n *)?fingerprint: v1-[0-9a-f-]+/, "")
    .replace(id, "old")

describe("setting scalars in a person's YAML", () => {
  it.each([
    ["a comment behind the value", "build:\n  id: old   # ours\nvcs: {type: git}\n", "build:\n  id: ID   # ours\n  fingerprint: FP\nvcs: {type: git}\n"],
    ["flow style", "build: { id: old }   # x\nother: [1,2]\n", "build: { id: ID, fingerprint: FP }   # x\nother: [1,2]\n"],
    ["quotes", "build:\n    id: 'old'\n", "build:\n    id: ID\n    fingerprint: FP\n"],
    ["a list in the section", "build:\n  id: old\n  tags: [a,b]\n", "build:\n  id: ID\n  tags: [a,b]\n  fingerprint: FP\n"],
    ["text of several lines behind it", "build:\n  id: old\n  note: |\n    a\n      b\n\nlast: 1", "build:\n  id: ID\n  fingerprint: FP\n  note: |\n    a\n      b\n\nlast: 1"],
    ["anchors, aliases and merge keys", "base: &b\n    x:   1\nbuild:\n  <<: *b\n  id: old\nuse: *b\n", "base: &b\n    x:   1\nbuild:\n  <<: *b\n  id: ID\n  fingerprint: FP\nuse: *b\n"],
    ["a mark of the order of bytes", "\ufeffa:   1\nbuild:\n  id: old\n", "\ufeffa:   1\nbuild:\n  id: ID\n  fingerprint: FP\n"],
    ["CRLF", "a:   1\r\nbuild:\r\n  id: old # x\r\n", "a:   1\r\nbuild:\r\n  id: ID # x\r\n  fingerprint: FP\r\n"],
    ["no section, and no last line end", "a:   [1,2] # x", "a:   [1,2] # x\nbuild:\n  id: ID\n  fingerprint: FP\n"],
    ["a document's head and comments alone", "%YAML 1.2\n---\n# words\n", "%YAML 1.2\n---\n# words\nbuild:\n  id: ID\n  fingerprint: FP\n"],
    ["nothing", "", "build:\n  id: ID\n  fingerprint: FP\n"]
  ])("I-07 every other byte stays: %s", (_, before, after) => {
    expect(setScalars(before, edits)).toBe(after.replace("ID", id).replace("FP", fingerprint))
  })

  it.each([
    ["an empty section", "build:\na: 1 # x\n"],
    ["a null section", "build: null\na: 1 # x\n"],
    ["an empty value", "build:\n  id:\na: 1 # x\n"],
    ["a document in flow style", "{a: 1} # x\n"],
    ["a value of several lines", "build:\n  id: |\n    old\na: 1 # x\n"],
    ["a document that ends", "a: 1 # x\n...\n"]
  ])("I-07 where more than a word is to be put in, what it says and the comments stay: %s", (_, before) => {
    const after = setScalars(before, edits)
    expect(parse(after)).toMatchObject({ build: { id, fingerprint }, a: 1 })
    expect(after).toContain("# x")
    expect(parseDocument(after).errors).toEqual([])
  })

  const name = FastCheck.stringMatching(/^[a-z]{1,6}$/)
  const word = FastCheck.stringMatching(/^[A-Za-z0-9_.-]{1,8}$/)
  const spacing = FastCheck.constantFrom(" ", "  ", "   ")
  const line = FastCheck.tuple(name, spacing, word, FastCheck.constantFrom("", " # why", "   # ü"))
    .map(([key, space, value, comment]) => `x${key}:${space}"${value}"${comment}`)
  const blocks = FastCheck.uniqueArray(line, { selector: (it) => it.split(":")[0], maxLength: 5 })

  it.prop("I-07 whatever stands around the section keeps every byte", { above: blocks, inside: blocks, below: blocks, crlf: FastCheck.boolean() }, ({ above, below, crlf, inside }) => {
    const lines = [...above.map((it) => `a${it}`), "build: # ours", ...inside.map((it) => `  ${it}`), "  id: old", ...below.map((it) => `b${it}`), ""]
    const before = lines.join(crlf ? "\r\n" : "\n")
    const after = setScalars(before, edits)
    expect(parse(after).build).toMatchObject({ id, fingerprint })
    expect(rest(after)).toBe(before)
  })
})
