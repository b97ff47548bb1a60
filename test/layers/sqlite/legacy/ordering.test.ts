import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as fs from "node:fs"
import * as path from "node:path"
import { Settlement } from "../../../../src/domain/sync/Settlement.js"
import { aBody, aNamespace } from "../../../../src/laws/fixtures/queueItems.js"
import { everything } from "../../../../src/laws/fixtures/queueWorld.js"
import { DeliveryQueue } from "../../../../src/services/DeliveryQueue.js"
import { QueueControl } from "../../../../src/services/QueueControl.js"
import { QueueItems } from "../../../../src/services/QueueItems.js"
import { QueueOpening } from "../../../../src/services/QueueOpening.js"
import { bodyRow, eventRow, makeLegacyQueue, queuedAt } from "../../../fixtures/legacy/legacyQueues.js"
import { legacyScope } from "../../../fixtures/legacy/legacyScope.js"
import { ask, conserved, contentsOf, legacyHome, migrate, ownFile, ownQueue, takeBack, unmigrated } from "./legacyWorld.js"

const at = (home: string) => path.join(home, "queue.db")
const version = (n: number, text: string) => bodyRow(n, text, { artifact_path: "spec.md" })
const namespace = aNamespace({ project_uuid: legacyScope.project, mission_slug: "071-invoice-export" })

/** Claims all bodies that are due, delivers them, and says their texts. */
const deliverDue = Effect.gen(function*() {
  const queue = yield* DeliveryQueue
  const claims = yield* queue.claimBodies(everything)
  yield* queue.settle(claims.map((claim) => [claim, Settlement.Delivered({ status: "uploaded" })] as const))
  return claims.map(({ body }) => body.value.content_body)
})
const rounds = Effect.replicateEffect(deliverDue, 4)

describe("versions of one path that came over", () => {
  it.scoped("I-23 G-D4 go one after the other, the oldest first, over all files", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      makeLegacyQueue(at(home), { ddl: "current", bodies: [version(1, "A"), version(3, "C"), bodyRow(9, "other")] })
      makeLegacyQueue(path.join(home, "queues/queue-a.db"), { ddl: "current", bodies: [version(2, "B")] })
      yield* migrate(home)
      expect(yield* Effect.provide(rounds, ownQueue(home))).toEqual([["A", "other"], ["B"], ["C"], []])
      yield* conserved(home)
    }))

  it.scoped("G-M2 G-D4 one of ours that is newer follows them, one that is older goes first", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      const enqueue = (path: string, text: string) =>
        Effect.provide(Effect.flatMap(DeliveryQueue, (queue) => queue.enqueue([aBody(path, text, namespace)])), ownQueue(home))
      const later = (queuedAt + 86_400) * 1000
      yield* enqueue("spec.md", "newer")
      yield* TestClock.setTime((queuedAt - 1000) * 1000)
      yield* enqueue("plan.md", "older")
      yield* TestClock.setTime(later)
      makeLegacyQueue(at(home), { ddl: "current", bodies: [version(1, "A"), version(2, "B"), bodyRow(3, "P", { artifact_path: "plan.md" })] })
      yield* migrate(home)
      yield* conserved(home)
      expect((yield* Effect.provide(rounds, ownQueue(home))).map((texts) => texts.toSorted())).toEqual([["A", "older"], ["B", "P"], ["newer"], []])
      yield* conserved(home)
    }))

  it.scoped("I-23 what is equal to one of ours is not queued twice, and taking back leaves ours alone", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      yield* Effect.provide(Effect.flatMap(DeliveryQueue, (queue) => queue.enqueue([aBody("spec.md", "A", namespace)])), ownQueue(home))
      makeLegacyQueue(at(home), { ddl: "current", bodies: [version(1, "A")] })
      expect(yield* migrate(home)).toMatchObject({ bodies: { copied: 0, quarantined: 0 } })
      expect(yield* unmigrated(home)).toEqual(Option.none())
      expect(yield* takeBack(home)).toBe(0)
      expect(contentsOf(home)).toHaveLength(1)
    }))

  it.scoped("I-25 what was delivered meanwhile is not taken back, nor brought over again", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      makeLegacyQueue(at(home), { ddl: "current", bodies: [version(1, "A"), version(2, "B")] })
      yield* migrate(home)
      expect(yield* Effect.provide(deliverDue, ownQueue(home))).toEqual(["A"])
      expect(yield* takeBack(home)).toBe(1)
      expect(yield* migrate(home)).toMatchObject({ bodies: { copied: 1 } })
      expect(yield* Effect.provide(deliverDue, ownQueue(home))).toEqual(["B"])
      yield* conserved(home)
    }))
})

describe("what came over and can't be sent", () => {
  it.scoped("U-35 I-23 is shown with its raw text, is never sent, and goes back with its reason when it is tried again", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      makeLegacyQueue(at(home), { ddl: "before the cutover", events: [eventRow(1, "{\"event_id\": 1")], bodies: [bodyRow(1, "x", { content_hash: "0".repeat(64) })] })
      yield* migrate(home)
      yield* Effect.gen(function*() {
        const [items, control, queue] = [yield* QueueItems, yield* QueueControl, yield* DeliveryQueue]
        const list = Effect.map(items.list({ kind: null, missionSlug: null, states: ["pending", "quarantined"], limit: 9, afterId: null }),
          (page) => page.items.map(({ reasonCode, state, subject }) => [state, subject, reasonCode]))
        const stuck = [["quarantined", "WPStatusChanged", "unreadable_row"], ["quarantined", "research/note-1.md", "hash_mismatch"]]
        expect(yield* list).toEqual(stuck)
        expect(yield* items.raw(1)).toEqual(Option.some("{\"event_id\": 1"))
        expect(yield* items.wire(1)).toMatchObject(Option.some({ _tag: "Unusable", reasonCode: "unreadable_row" }))
        expect(yield* control.retry({ _tag: "Quarantined", kind: null })).toMatchObject([{ change: "requeued" }, { change: "requeued" }])
        expect([...(yield* queue.claimEvents(everything)), ...(yield* queue.claimBodies(everything))]).toEqual([])
        expect(yield* list).toEqual(stuck)
      }).pipe(Effect.provide(ownQueue(home)))
      yield* conserved(home)
    }))

  it.scoped("G-Q6 I-23 a damaged queue is saved with what it knows of the migration: nothing comes twice", () =>
    Effect.gen(function*() {
      const home = yield* legacyHome
      makeLegacyQueue(at(home), { ddl: "current", events: [eventRow(1), eventRow(2, "{")], bodies: [version(1, "A"), version(2, "B")] })
      yield* migrate(home)
      yield* Effect.provide(deliverDue, ownQueue(home))
      const descriptor = fs.openSync(ownFile(home), "r+")
      fs.writeSync(descriptor, "no longer", 60)
      fs.closeSync(descriptor)
      expect(yield* Effect.provide(Effect.map(QueueOpening, ({ recovered }) => Option.isSome(recovered)), ownQueue(home))).toBe(true)
      expect(contentsOf(home).map((row) => Object(row).state).toSorted()).toEqual(["pending", "pending", "quarantined"])
      expect(ask(home, "SELECT outcome FROM migrated")).toHaveLength(4)
      expect(yield* unmigrated(home)).toEqual(Option.none())
      expect(yield* migrate(home)).toMatchObject({ events: { copied: 0, quarantined: 0 }, bodies: { copied: 0 } })
      yield* conserved(home)
    }))
})

