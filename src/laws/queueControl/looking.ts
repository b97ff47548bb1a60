import { describe, expect } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { aBody, aNamespace, history, indexed, sha256 } from "../fixtures/queueItems.js"
import { World } from "../fixtures/queueWorld.js"
import { claimBodies, claimEvents, delivered, enqueue, later, rejected, settle, uploaded } from "../deliveryQueue/steps.js"
import { type ControlLaw, item, list, wire } from "./steps.js"

const other = aNamespace({ mission_slug: "other" })

/** Events 1 to 3, bodies 4 to 6: one of each is refused, one of each is being sent. */
const sixItems = Effect.gen(function*() {
  yield* enqueue(
    history(1), history(2), indexed(3, "x.md", other), aBody("a.md", "a"), aBody("b.md", "b", other), aBody("c.md", "c")
  )
  yield* settle(yield* claimEvents({ limit: 1 }), rejected)
  yield* settle(yield* claimBodies({ limit: 1 }), rejected)
  yield* claimEvents({ limit: 1 })
  yield* claimBodies({ limit: 1 })
})

/** What a person sees of single items. Looking changes nothing. */
export const lookingLaws = (law: ControlLaw): void => {
  describe("list", () => {
    law("U-35 by kind, state and mission, in the order of the ids", Effect.gen(function*() {
      yield* sixItems
      const found = (changes: Parameters<typeof list>[0]) => Effect.map(list(changes), ({ items, total }) => {
        expect(total).toBe(items.length)
        return items.map(({ id }) => id)
      })
      expect(yield* found({})).toEqual([1, 2, 3, 4, 5, 6])
      expect(yield* found({ kind: "body" })).toEqual([4, 5, 6])
      expect(yield* found({ states: ["quarantined"] })).toEqual([1, 4])
      expect(yield* found({ states: ["leased", "pending"], kind: "event" })).toEqual([2, 3])
      expect(yield* found({ states: [] })).toEqual([])
      expect(yield* found({ missionSlug: "other" })).toEqual([3, 5])
      expect(yield* found({ missionSlug: "012-tea-house", states: ["pending"], kind: "body" })).toEqual([6])
      expect(yield* found({ missionSlug: "' OR 1 --" })).toEqual([])
    }))

    law("U-35 page by page, told how many match and how many follow", Effect.gen(function*() {
      yield* sixItems
      const page = (changes: Parameters<typeof list>[0]) => Effect.map(list({ limit: 2, ...changes }), ({ items, more, total }) =>
        [items.map(({ id }) => id), total, more])
      expect(yield* page({})).toEqual([[1, 2], 6, 4])
      expect(yield* page({ afterId: 2 })).toEqual([[3, 4], 6, 2])
      expect(yield* page({ afterId: 4 })).toEqual([[5, 6], 6, 0])
      expect(yield* page({ afterId: 6 })).toEqual([[], 6, 0])
      expect(yield* page({ missionSlug: "012-tea-house", afterId: 1 })).toEqual([[2, 4], 4, 1])
      expect(yield* page({ limit: 0 })).toEqual([[], 6, 6])
    }))
  })

  describe("item", () => {
    law("U-35 everything that is known of it: lease, error, waiting times, namespace, receipt", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "A"))
      yield* settle(yield* claimBodies(), uploaded)
      yield* enqueue(aBody("spec.md", "B"), history(1))
      yield* settle(yield* claimBodies(), later("10 seconds", "1 hour"))
      const waiting = yield* item(2)
      expect(waiting).toMatchObject({
        id: 2, kind: "body", state: "pending", missionSlug: "012-tea-house", subject: "spec.md", eventId: null,
        contentHash: sha256("B"), retryCount: 1, claims: 1, lease: null, reasonCode: "server_error", reason: "503",
        nextAttemptAt: "1970-01-01T01:00:00.000Z", notBefore: "1970-01-01T01:00:00.000Z",
        receipt: { path: "spec.md", contentHash: sha256("A"), status: "uploaded", acknowledgedAt: "1970-01-01T00:00:00.000Z" }
      })
      if (waiting === undefined || waiting.state === "dropped") return expect.unreachable()
      expect(waiting.namespace?.key).toBe(aNamespace().key)
      yield* claimEvents({ owner: "somebody" })
      expect(yield* item(3)).toMatchObject({
        state: "leased", lease: { owner: "somebody", expiresAt: "1970-01-01T00:02:00.000Z" }, namespace: null, receipt: null
      })
      expect([yield* item(1), yield* item(99)]).toEqual([undefined, undefined])
    }))

    law("U-35 a body names the index event that is sent first, as long as that one waits", Effect.gen(function*() {
      yield* enqueue(indexed(1, "spec.md"), indexed(2, "plan.md"), aBody("spec.md", "one"), aBody("notes.md", "two"))
      const waitsFor = (id: number) => Effect.map(item(id), (found) =>
        found === undefined || found.state === "dropped" ? undefined : found.waitsForEvent)
      expect([yield* waitsFor(1), yield* waitsFor(3), yield* waitsFor(4)]).toEqual([null, 1, null])
      yield* settle(yield* claimEvents({ limit: 1 }), rejected)
      expect(yield* waitsFor(3)).toBeNull()
    }))

    law("U-35 G-C1 its text is what a claim sends, byte for byte, and its size is that of the bytes", Effect.gen(function*() {
      yield* enqueue(history(1, "🍵 and \u202e"), aBody("spec.md", "\ufeffBOM, \r\n, 🍵 and ü\n"))
      const texts = [yield* wire(1), yield* wire(2)]
      const [event] = yield* claimEvents()
      const [body] = yield* claimBodies()
      expect(texts).toEqual([
        { _tag: "Sendable", json: event?.event.json }, { _tag: "Sendable", json: body?.body.json }
      ])
      for (const id of [1, 2]) {
        const [text, found] = [yield* wire(id), yield* item(id)]
        if (text?._tag !== "Sendable" || found === undefined || found.state === "dropped") return expect.unreachable()
        expect(found.sizeBytes).toBe(new TextEncoder().encode(text.json).byteLength)
      }
      yield* settle([...(event === undefined ? [] : [event])], delivered)
      expect(yield* wire(1)).toBeUndefined()
    }))

    law("U-35 G-D8 what the gate would refuse says why, and looking at it moves nothing", Effect.gen(function*() {
      yield* enqueue(aBody("spec.md", "one"))
      ;(yield* World).refused.add("spec.md")
      yield* TestClock.adjust("1 minutes")
      expect(yield* wire(1)).toMatchObject({ _tag: "Unusable", reasonCode: "contract" })
      expect(yield* item(1)).toMatchObject({ state: "pending", reasonCode: null })
    }))
  })
}
