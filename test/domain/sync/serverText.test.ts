import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { describeErrorBody, safeText } from "../../../src/domain/sync/serverText.js"

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl"

describe("safeText", () => {
  it("G-N9 S28 leaves nothing that a terminal would obey", () => {
    const esc = "\u001b"
    const nasty = `${esc}[31mred${esc}[0m ${esc}]52;c;aGVsbG8=\u0007 ${esc}]8;;http://evil.example${esc}\\link${esc}]8;;${esc}\\ ` +
      `\u009b2Jclear\u0007 \u202egpj.exe\u202c\r\nnext\u2028line \u0000 ${esc}Pq#0${esc}\\ ${esc}c ${esc}`
    expect(safeText(nasty)).toBe("red link clear gpj.exe next line")
  })

  it("G-N9 keeps no control or format character of any text, and never more than 500 characters", () => {
    const text = FastCheck.string({ unit: "binary", maxLength: 2000 })
    const hostile = FastCheck.string({ unit: FastCheck.constantFrom("\u001b", "[", "]", "\u0007", "\u009b", "a", ";", "\n") })
    FastCheck.assert(FastCheck.property(FastCheck.oneof(text, hostile), (input) => {
      const safe = safeText(input)
      expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      expect(Array.from(safe).length).toBeLessThanOrEqual(500)
    }), { numRuns: 500 })
  })

  it("G-N9 cuts a megabyte to 500 characters", () => {
    const cut = safeText("x".repeat(1_048_576))
    expect(cut).toHaveLength(500)
    expect(cut.endsWith("x…")).toBe(true)
  })

  it("G-N9 U-30 takes out tokens, known and recognised, and keeps hashes", () => {
    const hash = "b6a98d9ce9a2d9149288fa3df42d377c3e42737afdcdaf714e33c0a100b51060"
    const text = `Bearer abc.def-1 failed; ${jwt} expired; canary-9f3b1c77 unknown; ?access_token=s3cr3t&x=1; hash ${hash}`
    expect(safeText(text, ["canary-9f3b1c77"])).toBe(
      `Bearer [redacted] failed; [redacted] expired; [redacted] unknown; ?access_token=[redacted]&x=1; hash ${hash}`
    )
  })

  it("U-30 does not blank every letter of an answer for a one-letter token", () => {
    expect(safeText("the state of things", ["t"])).toBe("the state of things")
  })
})

describe("describeErrorBody", () => {
  it("B-12 flattens field errors of every depth, in the body's order", () => {
    expect(describeErrorBody({
      artifact_path: ["may not be blank", "too long"],
      namespace: { target_branch: ["is unknown"] },
      non_field_errors: ["hash does not match"]
    })).toBe("artifact_path: may not be blank | artifact_path: too long | namespace.target_branch: is unknown | hash does not match")
  })

  it("H-06 shows error and details both, without the names that tell nothing", () => {
    expect(describeErrorBody({ status: "failed", error: "validation_error", detail: "content_hash differs" }))
      .toBe("validation_error | content_hash differs")
    expect(describeErrorBody({ error: "Bad request", details: "no events provided", retry_after: 3 }))
      .toBe("Bad request | no events provided")
  })

  it("G-N5 survives deep, wide and wrong bodies", () => {
    const deep: unknown = JSON.parse("[".repeat(100_000) + "]".repeat(100_000))
    expect(describeErrorBody(deep)).toBe("")
    expect(describeErrorBody(Array.from({ length: 100_000 }, (_, n) => `e${n}`)).split(" | ")).toHaveLength(50)
    for (const odd of [null, undefined, 1, true, [], {}]) expect(describeErrorBody(odd)).toBe("")
  })
})
