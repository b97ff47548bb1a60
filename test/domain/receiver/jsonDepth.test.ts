import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { jsonDepth } from "../../../src/domain/receiver/jsonDepth.js"

const depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

describe("jsonDepth", () => {
  it.prop("G-V1 is the nesting of any JSON value, however it is written", [FastCheck.jsonValue()], ([value]) => {
    expect(jsonDepth(JSON.stringify(value), 1000)).toBe(depthOf(value))
    expect(jsonDepth(JSON.stringify(value, null, 2), 1000)).toBe(depthOf(value))
  })
  it("G-V1 brackets in strings don't count, and counting stops behind the limit", () => {
    expect(jsonDepth(String.raw`["[[[[", "\"[[", "\\"]`, 64)).toBe(1)
    expect(jsonDepth("[".repeat(1_000_000), 64)).toBe(65)
  })
})
