import { describe, expect, it } from "@effect/vitest"
import { longestDelay, parseRetryAfter, parseRetryAfterField } from "../../../src/domain/sync/retryAfter.js"

const now = Date.UTC(2026, 10, 20, 12, 0, 0)
const day = 86_400_000

const headers: ReadonlyArray<readonly [text: string, delayMs: number | null]> = [
  ["0", 0], ["1", 1000], ["30", 30_000], ["007", 7000], [" 5 ", 5000], ["0.25", 250], ["1.0001", 1001],
  ["3600", 3_600_000], ["86400", day], ["86401", day], ["999999999999", day], ["9".repeat(400), day],
  ["-1", null], ["-0", null], ["+5", null], ["1e3", null], ["0x10", null], ["1,000", null], ["NaN", null],
  ["Infinity", null], ["-Infinity", null], ["", null], ["   ", null], ["soon", null], ["5 seconds", null], ["5;6", null],
  ["null", null], ["2026-11-20T12:00:30Z", null],
  ["Fri, 20 Nov 2026 12:00:00 GMT", 0], ["Fri, 20 Nov 2026 12:00:30 GMT", 30_000],
  ["Fri, 20 Nov 2026 11:59:59 GMT", null], ["Sat, 21 Nov 2026 12:00:00 GMT", day],
  ["Mon, 20 Nov 2056 12:00:00 GMT", day], ["Sun, 06 Nov 1994 08:49:37 GMT", null],
  ["Friday, 20-Nov-26 12:01:00 GMT", 60_000], ["Fri Nov 20 12:02:00 2026", 120_000],
  ["Sat Nov  7 08:49:37 2026", null], ["Fri, 20 Nov 2026 12:00:30 +0100", null], ["Fri, 20 Nov 2026 25:00:30 GMT", null],
  ["Fri, 20 Xyz 2026 12:00:30 GMT", null], ["Fri, 99 Nov 2026 12:00:30 GMT", null], ["fri, 20 nov 2026 12:00:30 gmt", null]
]

describe("Retry-After", () => {
  it.each(headers)("G-R6 B-21 %j asks for %j ms", (text, delayMs) => {
    expect(parseRetryAfter(text, now)).toBe(delayMs)
  })

  it.each([
    [30, 30_000], [0, 0], [0.5, 500], [1e308, day], [JSON.parse("1e999"), day], [Number.NaN, null], [-1, null],
    ["30", 30_000], ["-30", null], [null, null], [undefined, null], [true, null], [[30], null], [{ seconds: 30 }, null]
  ])("G-R6 the field of a body %j asks for %j ms", (value: unknown, delayMs) => {
    expect(parseRetryAfterField(value, now)).toBe(delayMs)
  })

  it("G-R6 honours the longest of several wishes", () => {
    expect(longestDelay([null, 1000, 30_000, null])).toBe(30_000)
    expect(longestDelay([0])).toBe(0)
    expect(longestDelay([null])).toBe(null)
  })
})
