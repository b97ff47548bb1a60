import { describe, expect, it } from "@effect/vitest"
import * as Option from "effect/Option"
import { Fault } from "../../../src/domain/receiver/Fault.js"
import { emptyBook, refreshed, signedIn, type TokenBook, tokenRules, useAccess } from "../../../src/domain/receiver/TokenBook.js"

const rules = tokenRules([])
const book = signedIn(emptyBook, "ana", { access: "a1", refresh: "r1" }, rules, 0)
const next = { access: "a2", refresh: "r2" }
const uses = (start: TokenBook, hash: string, times: number, nowMs = 0) => {
  let state = start
  return Array.from({ length: times }, () => {
    const [verdict, after] = useAccess(state, hash, nowMs)
    state = after
    return verdict
  })
}

describe("TokenBook", () => {
  it("B-24 an access token is good for 15 minutes, and by then is known to be over", () => {
    expect(uses(book, "a1", 2, 899_999)).toEqual(["good", "good"])
    expect(uses(book, "a1", 1, 900_000)).toEqual(["over"])
    expect(uses(book, "another", 1)).toEqual(["unknown"])
    expect(uses(book, "r1", 1)).toEqual(["over"])
  })

  it("B-24 expire-access and access-lifetime end it sooner; of several the harshest counts", () => {
    const harsh = tokenRules([
      Fault.ExpireAccess({ requests: 5 }),
      Fault.ExpireAccess({ requests: 2 }),
      Fault.AccessLifetime({ lifetimeMs: 1000 })
    ])
    const short = signedIn(emptyBook, "ana", { access: "a1", refresh: "r1" }, harsh, 0)
    expect(uses(short, "a1", 4)).toEqual(["good", "good", "over", "over"])
    expect(uses(short, "a1", 1, 1000)).toEqual(["over"])
  })

  it("B-24 a refresh token is good once; the one that comes with the answer is good next", () => {
    const after = Option.getOrThrow(refreshed(book, "r1", next, rules, 1000))
    expect(refreshed(after, "r1", { access: "a3", refresh: "r3" }, rules, 1000)).toEqual(Option.none())
    expect(Option.isSome(refreshed(after, "r2", { access: "a3", refresh: "r3" }, rules, 1000))).toBe(true)
    expect(uses(after, "a2", 1, 900_999)).toEqual(["good"])
    expect(uses(after, "a1", 1, 1000)).toEqual(["good"])
    expect(after.counts).toMatchObject({ logins: 1, refreshes: 1, refused: 0 })
  })

  it("B-24 with keep-refresh the old one stays good and no other is", () => {
    const keeping = tokenRules([Fault.KeepRefresh()])
    const after = Option.getOrThrow(refreshed(book, "r1", next, keeping, 0))
    expect(Option.isSome(refreshed(after, "r1", { access: "a3", refresh: "r3" }, keeping, 0))).toBe(true)
    expect(refreshed(after, "r2", { access: "a3", refresh: "r3" }, keeping, 0)).toEqual(Option.none())
  })

  it("B-24 a refresh token is good for 7 days, and one never issued is none", () => {
    expect(Option.isSome(refreshed(book, "r1", next, rules, 604_799_999))).toBe(true)
    expect(refreshed(book, "r1", next, rules, 604_800_000)).toEqual(Option.none())
    expect(refreshed(book, "a1", next, rules, 0)).toEqual(Option.none())
  })
})
