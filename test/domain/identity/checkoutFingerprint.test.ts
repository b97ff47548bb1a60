import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import {
  buildOwner, type CheckoutFingerprint, compareCheckouts, formatFingerprint, parseFingerprint
} from "../../../src/domain/identity/checkoutFingerprint.js"

const digits = FastCheck.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)
const fingerprints: FastCheck.Arbitrary<CheckoutFingerprint> = FastCheck.record({
  device: digits,
  inode: digits,
  bornAtMs: FastCheck.oneof(FastCheck.constant("0"), digits),
  pathHash: FastCheck.stringMatching(/^[0-9a-f]{16}$/)
})
const other = (text: string): string => text === "7" ? "8" : "7"
const elsewhere = (hash: string): string => hash.startsWith("0") ? `1${hash.slice(1)}` : `0${hash.slice(1)}`
const here: CheckoutFingerprint = { device: "1", inode: "2", bornAtMs: "3", pathHash: "00000000000000aa" }

describe("the fingerprint of a checkout", () => {
  it.prop("I-08 is read back as it was written, in one word that YAML takes as text", { one: fingerprints }, ({ one }) => {
    expect(parseFingerprint(formatFingerprint(one))).toEqual(Option.some(one))
    expect(formatFingerprint(one)).toMatch(/^v1(-[0-9a-f]+){4}$/)
  })

  it.prop("I-08 text that is no fingerprint, cut off ones included, is none", { one: fingerprints, length: FastCheck.nat(60), text: FastCheck.string() }, ({ length, one, text }) => {
    const whole = formatFingerprint(one)
    expect(parseFingerprint(text)).toEqual(Option.none())
    expect(parseFingerprint(whole.slice(0, Math.min(length, whole.length - 1)))).toEqual(Option.none())
    expect(parseFingerprint(whole.replace("v1-", "v2-"))).toEqual(Option.none())
  })

  it.prop("I-08 the same directory at the same path is the same checkout, whatever the device is called today", { one: fingerprints, device: digits }, ({ device, one }) => {
    expect(compareCheckouts(one, one)).toBe("same")
    expect(compareCheckouts(one, { ...one, device })).toBe("same")
  })

  it.prop("I-08 the same directory at another path was moved, on its own device alone", { one: fingerprints }, ({ one }) => {
    const now = { ...one, pathHash: elsewhere(one.pathHash) }
    expect(compareCheckouts(one, now)).toBe("moved")
    expect(compareCheckouts(one, { ...now, device: other(one.device) })).toBe("other")
  })

  it.prop("I-08 another inode, or another birth of it, is another checkout wherever it is", { one: fingerprints, two: fingerprints }, ({ one, two }) => {
    expect(compareCheckouts(one, { ...two, inode: other(one.inode) })).toBe("other")
    expect(compareCheckouts({ ...one, bornAtMs: "1" }, { ...one, bornAtMs: "2" })).toBe("other")
  })

  it.prop("I-08 a birth that a file system does not tell decides nothing", { one: fingerprints, bornAtMs: digits }, ({ bornAtMs, one }) => {
    const silent = { ...one, bornAtMs: "0" }
    expect(compareCheckouts(silent, { ...one, bornAtMs })).toBe("same")
    expect(compareCheckouts({ ...one, bornAtMs }, silent)).toBe("same")
  })

  it.prop("I-08 which of two is asked about changes nothing", { one: fingerprints, two: fingerprints }, ({ one, two }) => {
    expect(compareCheckouts(one, two)).toBe(compareCheckouts(two, one))
  })
})

describe("whose a stored build id is", () => {
  const of = (fingerprint: string | null, isAdoptable: boolean, isThere = true) =>
    buildOwner({ isThere, fingerprint: Option.fromNullable(fingerprint), isAdoptable }, here)

  it("I-08 nobody's where there is none, whatever stands beside it", () => {
    expect([of(null, true, false), of(formatFingerprint(here), true, false)]).toEqual(["nobody", "nobody"])
  })
  it("I-08 without fingerprint it is adopted where clones can't share it, and nowhere else", () => {
    expect([of(null, true), of(null, false)]).toEqual(["this", "another"])
  })
  it("I-08 a fingerprint decides whoever shares the file", () => {
    const copied = formatFingerprint({ ...here, inode: "9" })
    expect([of(formatFingerprint(here), false), of(copied, true), of(copied, false)]).toEqual(["this", "another", "another"])
  })
  it("I-08 one that can't be read vouches for nothing", () => {
    expect(["", "v2-1-2-3-00000000000000aa", "garbage"].map((text) => of(text, true))).toEqual(["another", "another", "another"])
  })
})
