import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { expiringServer } from "../../fixtures/expiringServer.js"
import { bodies, signedIn } from "./signInWorld.js"
import { countOf, runSync } from "./world.js"

/** A sync of `count` bodies to a server whose tokens are good for `uses` requests; what became of it. */
const syncAll = Effect.fn("syncAll")(function*(count: number, uses: number, concurrency: number) {
  const server = expiringServer({ uses })
  const { data, diagnostics, exitCode } = yield* signedIn(bodies(count), server.policy, () => runSync(), { concurrency })
  return {
    exitCode,
    uploaded: countOf(data, "uploaded"),
    arrivedOnce: [...server.seen.bodies.values()].filter((times) => times === 1).length,
    signIns: server.seen.signIns,
    refusedRenewals: server.seen.refusedRenewals,
    diagnostics: diagnostics.map(({ code, why }) => `${code} ${why}`),
    renewals: server.seen.renewals
  }
})

const whole = (count: number) => ({
  exitCode: 0, uploaded: count, arrivedOnce: count, signIns: 1, refusedRenewals: 0, diagnostics: []
})

describe("G-A1 a server whose tokens are good for k requests", () => {
  it.scoped.each([1, 2, 3, 5, 8, 13])("G-A1 B-30 k = %i, one at a time: everything arrives once with one login", (uses) =>
    Effect.gen(function*() {
      const { renewals, ...rest } = yield* syncAll(20, uses, 1)
      expect(rest).toEqual(whole(20))
      expect(renewals).toBeGreaterThan(0)
    }))

  it.scoped.each([8, 11, 16, 17, 29, 50])("G-A1 H-09 k = %i, eight at once: everything arrives once with one login", (uses) =>
    Effect.gen(function*() {
      const { renewals, ...rest } = yield* syncAll(80, uses, 8)
      expect(rest).toEqual(whole(80))
      expect(renewals).toBeGreaterThan(0)
      expect(renewals).toBeLessThanOrEqual(Math.ceil(82 / uses))
    }))
})
