import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { isCarriable, isUnexpired } from "../../../src/domain/sync/accessToken.js"

const now = Date.UTC(2026, 3, 6, 13, 15, 0)

describe("access tokens", () => {
  it.each([
    ["2026-04-06T13:15:00.123456+00:00", true], ["2026-04-06T13:14:01Z", true], ["2026-04-06T13:14:00Z", false],
    ["2026-04-06T13:13:59+00:00", false], ["2026-04-06T15:15:00+02:00", true], ["2026-04-06T15:13:00+02:00", false],
    ["2026-04-06T13:15:00", true], ["2026-04-06 13:16", true], ["2026-04-06t13:15:00z", true],
    ["2027-13-01T00:00:00Z", false], ["tomorrow", false], ["", false], ["2026", false], ["99999999999", false]
  ])("G-A5 an expiry of %j is still good: %s", (text, good) => {
    expect(isUnexpired(text, now)).toBe(good)
  })

  it("G-A5 no text at all makes it fail", () => {
    FastCheck.assert(FastCheck.property(FastCheck.string({ unit: "binary" }), (text) => {
      expect(typeof isUnexpired(text, now)).toBe("boolean")
      expect(isCarriable(text)).toBe(/^[!-~]+$/.test(text))
    }), { numRuns: 2000 })
  })

  it("G-A5 a token of ten megabytes is not carried", () => {
    expect(isCarriable("a".repeat(10_485_760))).toBe(false)
    expect(isCarriable("eyJhbGciOiJub25lIn0..")).toBe(true)
  })
})
