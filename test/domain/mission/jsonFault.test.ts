import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { jsonFaultLine } from "../../../src/domain/mission/jsonFault.js"
import { filesWithLegacyNames, legacyField } from "../../../src/domain/mission/legacyFields.js"

describe("jsonFaultLine", () => {
  it.each([
    ['{\n  "a": 1,\n}', 3],
    ['{\n  "a": 1\n  "b": 2\n}', 3],
    ['{\n  "a": 1,\n  b: 2\n}', 3],
    ['{\n  "a": [1, 2\n}', 3],
    ['{\n  "a": "x\n"\n}', 2],
    ['{"a": 1}\n\n{}', 3],
    ['{\n"a": 1', 2],
    ["", 1],
    ["<<<<<<< HEAD\n{}", 1],
    ['{\n"a": 01}', 2],
    ['{"a": [}]}', 1]
  ])("U-21 the fault in %j is on line %i", (text, line) => {
    expect(jsonFaultLine(text)).toBe(line)
  })

  it.prop("U-21 accepts what JSON accepts: the fault of a whole text followed by another is behind it",
    [FastCheck.json()],
    ([json]) => {
      expect(jsonFaultLine(`${json}\n\n,`)).toBe(3)
    })

  it.each([["plain", "x"], ["escaped", "\\\""], ["of other letters", "ü"]])("G-Q13 a string of millions of characters, %s, is passed over", (_, piece) => {
    expect(jsonFaultLine(`{\n"a": "${piece.repeat(6_000_000)}",\n"b": nope}`)).toBe(3)
    expect(jsonFaultLine(`{\n"a": "${piece.repeat(6_000_000)}`)).toBe(2)
  })
})

describe("legacyField", () => {
  it.each(filesWithLegacyNames)("I-19 I-36 names of the time before the cutover are found in %s", (file) => {
    expect(legacyField(file, { mission_slug: "x", feature_slug: "x" })).toBe("feature_slug")
    expect(legacyField(file, { feature_number: null })).toBe("feature_number")
    expect(legacyField(file, { feature_type: 1 })).toBe("feature_type")
    expect(legacyField(file, { mission_key: "" })).toBe("mission_key")
    expect(legacyField(file, { mission_slug: "x", nested: { feature_slug: "x" } })).toBeNull()
    expect(legacyField(file, ["feature_slug"])).toBeNull()
    expect(legacyField(file, null)).toBeNull()
  })

  it("I-19 I-36 mission as a text is one only in meta.json, and only without mission_type", () => {
    expect(legacyField("meta.json", { mission: "software-dev" })).toBe("mission")
    expect(legacyField("meta.json", { mission: "software-dev", mission_type: "research" })).toBeNull()
    expect(legacyField("meta.json", { mission: { name: "x" } })).toBeNull()
    expect(legacyField("lanes.json", { mission: "x" })).toBeNull()
  })
})
