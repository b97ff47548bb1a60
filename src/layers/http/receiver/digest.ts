import * as Redacted from "effect/Redacted"
import { createHash, timingSafeEqual } from "node:crypto"

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest()

/** SHA-256 of a secret, as hex: what is kept of it. */
export const digestHex = (text: string): string => sha256(text).toString("hex")

/** Compares digests of equal length with every secret, so that time tells nothing about any of them. */
export const matchesOne = (secrets: ReadonlyArray<Redacted.Redacted<string>>) => {
  const expected = secrets.map((secret) => sha256(Redacted.value(secret)))
  return (text: string): boolean => {
    const given = sha256(text)
    return expected.reduce((found, one) => timingSafeEqual(one, given) || found, false)
  }
}
