import { describe, expect, it } from "@effect/vitest"
import * as Either from "effect/Either"
import { maxSecretBytes, secretLine } from "../../../src/domain/signIn/secretLine.js"

const read = (text: string) => secretLine(new TextEncoder().encode(text))
const refusal = (given: ReturnType<typeof secretLine>) => Either.getOrThrow(Either.flip(given)).reason

describe("secretLine", () => {
  it.each([
    ["a\n", "a"], ["a\r\n", "a"], ["a", "a"], [" a b \n", " a b "], ["p\u00e4ss\u{1F375}\n", "p\u00e4ss\u{1F375}"],
    [`${"x".repeat(maxSecretBytes)}\r\n`, "x".repeat(maxSecretBytes)]
  ])("U-30 takes one line break off %j and nothing else", (text, wanted) => {
    expect(Either.getOrThrow(read(text))).toBe(wanted)
  })

  it.each([
    ["", "empty"], ["\n", "empty"], ["\r\n", "empty"], ["a\nb", "lines"], ["a\n\n", "lines"], ["a\rb", "lines"],
    ["a\tb", "not_text"], ["\u0000", "not_text"], ["x".repeat(maxSecretBytes + 1), "too_long"],
    ["x".repeat(maxSecretBytes + 9), "too_long"]
  ])("U-30 refuses %j as %s", (text, reason) => {
    expect(refusal(read(text))).toBe(reason)
  })

  it("U-30 refuses bytes that are no UTF-8", () => {
    expect(refusal(secretLine(new Uint8Array([0x61, 0xff])))).toBe("not_text")
  })
})
