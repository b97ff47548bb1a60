import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { expiryMs, isCarriable } from "../../../src/domain/sync/accessToken.js"

const at = (hour: number, minute: number, second = 0) => Date.UTC(2026, 3, 6, hour, minute, second)

describe("access tokens", () => {
  it.each([
    ["2026-04-06T13:15:00.123456+00:00", at(13, 15) + 123], ["2026-04-06T13:14:01Z", at(13, 14, 1)],
    ["2026-04-06T15:15:00+02:00", at(13, 15)], ["2026-04-06T13:15:00", at(13, 15)], ["2026-04-06 13:16", at(13, 16)],
    ["2026-04-06t13:15:00z", at(13, 15)], [" 2026-04-06T13:15:00Z ", at(13, 15)],
    ["2027-13-01T00:00:00Z", null], ["tomorrow", null], ["", null], ["2026", null], ["99999999999", null]
  ])("G-A5 an expiry of %j is %s", (text, ms) => {
    expect(expiryMs(text)).toBe(ms)
  })

  it("G-A5 no text at all makes it fail", () => {
    FastCheck.assert(FastCheck.property(FastCheck.string({ unit: "binary" }), (text) => {
      expect(expiryMs(text) ?? 0).toBeTypeOf("number")
      expect(isCarriable(text)).toBe(/^[!-~]+$/.test(text))
    }), { numRuns: 2000 })
  })

  it("G-A5 a token of ten megabytes is not carried", () => {
    expect(isCarriable("a".repeat(10_485_760))).toBe(false)
    expect(isCarriable("eyJhbGciOiJub25lIn0..")).toBe(true)
  })
})
