import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { expiringServer } from "../fixtures/expiringServer.js"
import { bodies, signedIn } from "../programs/sync/signInWorld.js"
import { countOf, runSync } from "../programs/sync/world.js"

/** What is wrong with a sync of 200 bodies to a server whose tokens are good for `uses` requests; empty where nothing is. */
const faults = Effect.fn("faults")(function*(uses: number, concurrency: number) {
  const { policy, seen } = expiringServer({ uses })
  const { data, diagnostics, exitCode } = yield* signedIn(bodies(200), policy, () => runSync(), { concurrency })
  const whole = exitCode === 0 && diagnostics.length === 0 && countOf(data, "uploaded") === 200 && seen.bodies.size === 200 &&
    [...seen.bodies.values()].every((times) => times === 1) && seen.signIns === 1 && seen.refusedRenewals === 0
  return whole ? [] : [{ uses, exitCode, codes: diagnostics.map(({ code }) => code), uploaded: countOf(data, "uploaded"), why: diagnostics.map(({ why }) => why), renewals: seen.renewals }]
})

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

/** Slower than a unit test may be: 93 syncs of 200 bodies each. */
describe("a receiver that expires tokens after every k-th request", () => {
  it.scoped("G-A1 B-30 H-08 k = 1..50, one at a time: 200 bodies arrive whole with one login", () =>
    Effect.gen(function*() {
      expect((yield* Effect.forEach(from(1, 50), (uses) => faults(uses, 1))).flat()).toEqual([])
    }), 600_000)

  it.scoped("G-A1 H-09 k = 8..50, eight at once: 200 bodies arrive whole with one login", () =>
    Effect.gen(function*() {
      expect((yield* Effect.forEach(from(8, 50), (uses) => faults(uses, 8))).flat()).toEqual([])
    }), 600_000)
})
