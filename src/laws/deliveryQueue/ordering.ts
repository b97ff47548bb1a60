import { describe, expect } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import type { BodyClaim } from "../../domain/sync/Claim.js"
import { aBody } from "../fixtures/queueItems.js"
import { claimBodies, counts, enqueue, later, rejected, settle, uploaded, type Law } from "./steps.js"

const texts = (claims: ReadonlyArray<BodyClaim>) => claims.map(({ body }) => body.value.content_body)

/** Law 9: no version of a file overtakes an older one. */
export const orderingLaws = (law: Law): void => {
  describe("law 9: versions of one path go one after the other", () => {
    law("G-D4 a newer version waits while an older one is under way, and other paths do not", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "A"))
      const old = yield* claimBodies()
      yield* enqueue(aBody("spec.md", "B"), aBody("plan.md", "C"))
      expect(texts(yield* claimBodies({ owner: "two" }))).toEqual(["C"])
      yield* settle(old, uploaded)
      expect(texts(yield* claimBodies({ owner: "two" }))).toEqual(["B"])
    }))

    for (const end of [rejected, later("1 second")]) {
      law(`G-D4 an older one that ends with ${end._tag} lets the newer one go`, Effect.gen(function*() {
        yield* enqueue(aBody("spec.md", "A"))
        const old = yield* claimBodies()
        yield* enqueue(aBody("spec.md", "B"))
        expect(yield* claimBodies()).toEqual([])
        yield* settle(old, end)
        expect(texts(yield* claimBodies())).toEqual(["B"])
        expect((yield* counts).bodies).toMatchObject({ captured: 2, superseded: 1, leased: 1, quarantined: 0 })
      }))
    }

    law("G-Q8 G-D4 an older one whose lease ends lets the newer one go", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "A"))
      yield* claimBodies()
      yield* enqueue(aBody("spec.md", "B"))
      yield* TestClock.adjust("1 minute")
      expect(yield* claimBodies({ owner: "two" })).toEqual([])
      yield* TestClock.adjust("2 minutes")
      expect(texts(yield* claimBodies({ owner: "two" }))).toEqual(["B"])
    }))
  })
}
