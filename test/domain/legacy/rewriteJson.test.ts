import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { countEdits } from "../../../src/domain/legacy/fileEdits.js"
import { rewriteJson, rewriteMeta } from "../../../src/domain/legacy/rewriteJson.js"
import { legacyField } from "../../../src/domain/mission/legacyFields.js"
import { expectedOf, keysWritten, textOf, written, writtenObject } from "./jsonTexts.js"

const slug = "071-invoice-export"
const meta = (text: string) => rewriteMeta(text, slug).text
const editsOf = (text: string) => countEdits(rewriteMeta(text, slug).edits)
const file = (fields: object) => `${JSON.stringify(fields, null, 2)}\n`
const forbidden = ["feature_slug", "feature_number", "feature_type", "mission_key"]

describe("rewriteMeta, the shapes of the original's own missions", () => {
  const common = { created_at: "2026-01-05T10:00:00+00:00", friendly_name: "invoice export", slug, target_branch: "main" }
  const old = { feature_number: "071", feature_slug: slug, mission: "software-dev" }
  const now = { mission_number: "071", mission_slug: slug, mission_type: "software-dev" }
  const acceptance = { accepted_at: "2026-02-01T10:00:00Z", acceptance_history: [{ accepted_by: "ana" }] }

  it.each<[string, object]>([
    ["with vcs, an id and a source", { mission_id: "01KN2371WTANS0Z2M6JEHAJS3F", source_description: "as asked", vcs: "git" }],
    ["without vcs", { mission_id: "01KN2371WTANS0Z2M6JEHAJS3F", source_description: "as asked" }],
    ["without an id", { source_description: "as asked", vcs: "git" }],
    ["accepted", acceptance],
    ["without a source", { vcs: "git" }],
    ["locked", { vcs: "git", vcs_locked_at: "2026-02-01T10:00:00Z" }],
    ["with keys of their own", { deliverables_path: "out", extracted_from: "070", priority: 1, supersedes: null, documentation_state: { iteration_mode: "initial" } }]
  ])("I-18 I-38 %s: three keys get their names, at their places", (_what, extra) => {
    expect(meta(file({ ...old, ...common, ...extra }))).toBe(file({ ...now, ...common, ...extra }))
  })

  it("I-38 without feature_slug the directory's name is added, spaced as the others are", () => {
    const fields = { feature_number: "071", mission: "research", slug }
    expect(meta(file(fields))).toBe(file({ mission_number: "071", mission_type: "research", slug, mission_slug: slug }))
    expect(meta("{\"feature_number\":1}")).toBe(`{"mission_number":1,"mission_slug":"${slug}"}`)
    expect(meta("{ \"feature_number\" : 1 }")).toBe(`{ "mission_number" : 1, "mission_slug" : "${slug}" }`)
    expect(editsOf(file(fields)).map(({ edit, from, to }) => [edit, from, to])).toEqual([
      ["rename", "feature_number", "mission_number"], ["rename", "mission", "mission_type"], ["add", null, "mission_slug"]
    ])
  })

  it("I-18 I-38 mixed: what is canonical wins, what differs from it is named", () => {
    const mixed = { feature_number: "070", mission: "plan", mission_number: "071", mission_slug: slug, slug }
    expect(meta(file(mixed))).toBe(file({ mission_type: "plan", mission_number: "071", mission_slug: slug, slug }))
    expect(editsOf(file(mixed))).toEqual([
      { edit: "drop", from: "feature_number", to: "mission_number", count: 1, note: "\"070\" gave way to \"071\"" },
      { edit: "rename", from: "mission", to: "mission_type", count: 1, note: null }
    ])
    expect(editsOf(file({ ...mixed, feature_number: "071" }))[0]?.note).toBeNull()
  })

  it.each([
    ["canonical", { ...now, ...common }],
    ["canonical, without a mission_slug", { mission_number: 71, mission_type: "plan", target_branch: "main" }],
    ["canonical, with a mission of its own", { ...now, mission: "get invoices out" }],
    ["canonical, with a mission that is no text", { mission_slug: slug, mission: { goal: "x" } }],
    ["an empty object", {}]
  ])("I-18 %s: untouched", (_what, fields) => {
    expect(rewriteMeta(file(fields), slug)).toEqual({ text: file(fields), edits: [] })
  })

  it("I-38 neither branch nor type is guessed", () => {
    expect(JSON.parse(meta(file({ feature_slug: slug })))).toEqual({ mission_slug: slug })
  })

  it("I-38 a null says nothing: it gives way to an older name's value, and an older name's null to anything", () => {
    expect(meta("{\"mission_number\": null, \"feature_number\": \"071\", \"mission_slug\": \"a\"}")).toBe("{\"mission_number\": \"071\", \"mission_slug\": \"a\"}")
    expect(meta("{\"mission_number\": 71, \"feature_number\": null, \"mission_slug\": \"a\"}")).toBe("{\"mission_number\": 71, \"mission_slug\": \"a\"}")
  })

  it("I-18 mission beside mission_type goes where the file is legacy anyway", () => {
    expect(meta(file({ ...old, mission_type: "research" }))).toBe(file({ mission_number: "071", mission_slug: slug, mission_type: "research" }))
    expect(meta(file({ feature_slug: slug, mission: "plan", feature_type: "research" }))).toBe(file({ mission_slug: slug, mission_type: "plan" }))
  })
})

describe("rewriteMeta, odd files", () => {
  it.each([
    ["a value of another type keeps it", "{\"feature_slug\": 5, \"feature_number\": [1]}", "{\"mission_slug\": 5, \"mission_number\": [1]}"],
    ["an escaped key", "{\"feature\\u005fslug\": \"a\"}", "{\"mission_slug\": \"a\"}"],
    ["a key said twice, of which the last counts", "{\"feature_slug\": \"a\", \"x\": 1, \"feature_slug\": \"b\"}", "{\"x\": 1, \"mission_slug\": \"b\"}"],
    ["a mission whose last value is no text", "{\"mission\": \"a\", \"mission\": 5}", "{\"mission\": \"a\", \"mission\": 5}"],
    ["keys in objects and lists", "{\"mission_slug\":\"a\",\"h\":[{\"feature_type\":\"x\",\"mission\":\"y\"}]}", "{\"mission_slug\":\"a\",\"h\":[{\"mission_type\":\"x\",\"mission\":\"y\"}]}"],
    ["old names inside what goes", "{\"mission_slug\":1,\"feature_slug\":{\"feature_slug\":{\"mission_key\":2}},\"z\":0}", "{\"mission_slug\":1,\"z\":0}"],
    ["the last ones go", "{\n  \"mission_slug\": \"a\",\n  \"feature_slug\": \"b\",\n  \"feature_slug\": \"c\"\n}", "{\n  \"mission_slug\": \"a\"\n}"],
    ["big numbers, escapes, CRLF and no final newline stay", "{\r\n\t\"feature_slug\":\"\\u2014\\/é\",\r\n\t\"n\":12345678901234567890\r\n}", "{\r\n\t\"mission_slug\":\"\\u2014\\/é\",\r\n\t\"n\":12345678901234567890\r\n}"],
    ["old names in texts stay", "{\"x\":\"feature_slug\",\"y\":\"{\\\"feature_slug\\\":1}\"}", "{\"x\":\"feature_slug\",\"y\":\"{\\\"feature_slug\\\":1}\"}"],
    ["no object", "[\"feature_slug\", 5]", "[\"feature_slug\", 5]"],
    ["a list of objects", "[{\"feature_slug\":1}]", "[{\"mission_slug\":1}]"]
  ])("I-38 G-Q13 %s", (_what, before, after) => {
    expect(meta(before)).toBe(after)
  })

  it("G-Q13 nesting of a million levels and a text of ten megabytes", () => {
    const deep = `{"feature_slug":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`
    expect(rewriteJson(deep).text.slice(0, 20)).toBe("{\"mission_slug\":[[[[")
    const long = `{"a":"${"x\\\"".repeat(3_000_000)}","feature_slug":1}`
    expect(rewriteJson(long).text.endsWith("\",\"mission_slug\":1}")).toBe(true)
  })

  it("I-38 a hundred thousand old names in one line", () => {
    const text = `[${Array.from({ length: 100_000 }, () => "{\"feature_slug\":1}").join(",")}]`
    expect(countEdits(rewriteJson(text).edits)).toEqual([{ edit: "rename", from: "feature_slug", to: "mission_slug", count: 100_000, note: null }])
  })

  it("I-38 a dropped value that is long is cut in the note, and further ones are counted", () => {
    const text = `[{"feature_slug":"${"x".repeat(200)}","mission_slug":"a"},{"feature_slug":"b","mission_slug":"a"},{"feature_slug":"a","mission_slug":"a"}]`
    expect(countEdits(rewriteJson(text).edits)).toEqual([
      { edit: "drop", from: "feature_slug", to: "mission_slug", count: 3, note: `"${"x".repeat(78)}… gave way to "a"; and otherwise at 1 more` }
    ])
  })
})

describe("any JSON text", () => {
  const runs = { numRuns: 1500 }

  it("I-38 says what its values say by the new names, and nothing of it has an old one", () => {
    FastCheck.assert(FastCheck.property(written, (node) => {
      const { text } = rewriteJson(textOf(node))
      expect(JSON.parse(text)).toEqual(expectedOf(node))
      expect(keysWritten(text).filter((key) => forbidden.includes(key))).toEqual([])
    }), runs)
  })

  it("I-38 a second pass changes nothing, and the first nothing where there is no old name", () => {
    FastCheck.assert(FastCheck.property(written, (node) => {
      const before = textOf(node)
      const { edits, text } = rewriteJson(before)
      expect(rewriteJson(text)).toEqual({ text, edits: [] })
      const isOld = keysWritten(before).some((key) => forbidden.includes(key))
      expect(edits.length > 0).toBe(isOld)
      if (!isOld) expect(text).toBe(before)
    }), runs)
  })

  it("I-38 where no name is there twice, the keys alone change", () => {
    FastCheck.assert(FastCheck.property(written, (node) => {
      const before = textOf(node)
      const { edits, text } = rewriteJson(before)
      FastCheck.pre(edits.every(({ edit }) => edit === "rename"))
      const names: Readonly<Record<string, string>> = { feature_slug: "mission_slug", feature_number: "mission_number", feature_type: "mission_type", mission_key: "mission_type" }
      const token = /("(?:[^"\\]|\\.)*")(?=(\s*:)?)/g
      const renamed = before.replace(token, (whole: string, key: string, isKey: string | undefined) => {
        const name = isKey === undefined ? undefined : names[String(JSON.parse(key))]
        return typeof name === "string" ? JSON.stringify(name) : whole
      })
      expect(text).toBe(renamed)
    }), runs)
  })

  it("I-18 I-38 G-M4 as meta.json it is refused by no live reader afterwards, and a second pass changes nothing", () => {
    FastCheck.assert(FastCheck.property(writtenObject, (node) => {
      const first = rewriteMeta(textOf(node), slug)
      expect(legacyField("meta.json", JSON.parse(first.text))).toBeNull()
      expect(rewriteMeta(first.text, slug)).toEqual({ text: first.text, edits: [] })
      expect(keysWritten(first.text).filter((key) => forbidden.includes(key))).toEqual([])
      if (first.edits.some(({ edit, to }) => edit === "add" && to === "mission_slug")) {
        expect(JSON.parse(first.text)).toMatchObject({ mission_slug: slug })
      }
    }), runs)
  })
})
