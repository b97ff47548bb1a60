import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import type { Claim } from "../../src/domain/sync/Claim.js"
import { Settlement } from "../../src/domain/sync/Settlement.js"
import type { ContentHasher } from "../../src/services/ContentHasher.js"
import type { ContractGate } from "../../src/services/ContractGate.js"
import { DeliveryQueue, type QueueItem } from "../../src/services/DeliveryQueue.js"
import type { Identifiers } from "../../src/services/Identifiers.js"
import { LamportClock } from "../../src/services/LamportClock.js"
import type { LeaseOwner } from "../../src/services/LeaseOwner.js"
import { type QueueCounts, QueueView } from "../../src/services/QueueView.js"
import type { Settings, SettingsValues } from "../../src/services/Settings.js"
import { aBody, aNamespace, history, indexed, missing, snapshot, ulidOf } from "../fixtures/queueItems.js"
import { everything, World, world } from "../fixtures/queueWorld.js"

type Services = DeliveryQueue | QueueView | LamportClock

/** A queue layer under test, on services that the suite provides. */
export type QueueLayer = Layer.Layer<
  Services, unknown, Settings | ContractGate | ContentHasher | Identifiers | LeaseOwner
>

const enqueue = (...items: ReadonlyArray<QueueItem>) => Effect.flatMap(DeliveryQueue, (queue) => queue.enqueue(items))
const claimEvents = (changes: Partial<typeof everything> = {}) =>
  Effect.flatMap(DeliveryQueue, (queue) => queue.claimEvents({ ...everything, ...changes }))
const claimBodies = (changes: Partial<typeof everything> = {}) =>
  Effect.flatMap(DeliveryQueue, (queue) => queue.claimBodies({ ...everything, ...changes }))
const settle = (claims: ReadonlyArray<Claim>, settlement: Settlement) =>
  Effect.flatMap(DeliveryQueue, (queue) => queue.settle(claims.map((claim) => [claim, settlement] as const)))
const counts = Effect.flatMap(QueueView, (view) => view.counts)

const delivered = Settlement.Delivered({ status: "success" })
const uploaded = Settlement.Delivered({ status: "uploaded" })
const released = Settlement.Released({ reasonCode: "offline", reason: "no network", postpone: null })
const rejected = Settlement.Rejected({ reasonCode: "refused", reason: "\"path\": not allowed" })
const later = (delay: Duration.DurationInput, retryAfter: Duration.DurationInput | null = null) =>
  Settlement.RetryLater({
    reasonCode: "server_error",
    reason: "503",
    delay: Duration.decode(delay),
    retryAfter: retryAfter === null ? null : Duration.decode(retryAfter)
  })

const eventIds = (claims: ReadonlyArray<Claim>) =>
  claims.map((claim) => claim._tag === "EventClaim" ? claim.event.value.event_id : claim.body.value.artifact_path)
const ids = (...numbers: ReadonlyArray<number>) => numbers.map(ulidOf)

const sum = (of: QueueCounts): number =>
  of.delivered + of.superseded + of.dropped + of.pending + of.leased + of.quarantined

/** Law 7, checked after every other. */
export const conservation = Effect.gen(function*() {
  const { bodies, events } = yield* counts
  expect(events.captured).toBe(sum(events))
  expect(bodies.captured).toBe(sum(bodies))
})

/** The eight laws of the delivery queue, which every queue keeps. */
export const deliveryQueueLaws = (name: string, layer: QueueLayer): void => {
  const law = <E>(
    title: string,
    effect: Effect.Effect<void, E, Services | World>,
    settings: Partial<SettingsValues> = {}
  ) =>
    it.effect(title, () =>
      Effect.zipRight(effect, conservation).pipe(Effect.provide(Layer.provideMerge(layer, world(settings)))))

  describe(`delivery queue: ${name}`, () => {
    describe("law 1: what is queued is queued once", () => {
      law("B-11 G-D1 the same items again change nothing, pending, leased or quarantined", Effect.gen(function*() {
        const items = [history(1), aBody("spec.md", "one")]
        expect(yield* enqueue(...items)).toEqual({ captured: 2, unchanged: 0, superseded: 0 })
        expect(yield* enqueue(...items)).toEqual({ captured: 0, unchanged: 2, superseded: 0 })
        const claims = [...(yield* claimEvents()), ...(yield* claimBodies())]
        expect(yield* enqueue(...items)).toEqual({ captured: 0, unchanged: 2, superseded: 0 })
        yield* settle(claims, rejected)
        expect(yield* enqueue(...items)).toEqual({ captured: 0, unchanged: 2, superseded: 0 })
        expect(yield* claimEvents()).toEqual([])
        expect(yield* claimBodies()).toEqual([])
      }))

      law("B-14 G-D3 what was delivered can be queued again", Effect.gen(function*() {
        yield* enqueue(aBody("spec.md", "one"))
        yield* settle(yield* claimBodies(), uploaded)
        expect(yield* enqueue(aBody("spec.md", "one"))).toMatchObject({ captured: 1, unchanged: 0 })
      }))

      law("G-D4 a newer body of a path supersedes one that waits, and A, B, A ends with A", Effect.gen(function*() {
        yield* enqueue(aBody("spec.md", "A"))
        expect(yield* enqueue(aBody("spec.md", "B"))).toEqual({ captured: 1, unchanged: 0, superseded: 1 })
        expect(yield* enqueue(aBody("spec.md", "A"))).toEqual({ captured: 1, unchanged: 0, superseded: 1 })
        const claims = yield* claimBodies()
        expect(claims.map(({ body }) => body.value.content_body)).toEqual(["A"])
      }))

      law("B-16 B-31 one path and one content in two namespaces stay apart", Effect.gen(function*() {
        yield* enqueue(aBody("spec.md", "same"), aBody("spec.md", "same", aNamespace({ target_branch: "2.x" })))
        const claims = yield* claimBodies()
        expect(claims.map(({ body }) => body.value.target_branch)).toEqual(["main", "2.x"])
      }))

      law("G-D4 a body under way is not superseded; returned beside a newer one, it is", Effect.gen(function*() {
        yield* enqueue(aBody("spec.md", "A"))
        const old = yield* claimBodies()
        expect(yield* enqueue(aBody("spec.md", "B"))).toEqual({ captured: 1, unchanged: 0, superseded: 0 })
        yield* settle(old, later("1 second"))
        yield* TestClock.adjust("1 minute")
        expect((yield* claimBodies()).map(({ body }) => body.value.content_body)).toEqual(["B"])
        expect((yield* counts).bodies).toMatchObject({ captured: 2, superseded: 1, leased: 1 })
      }))

      law("D-22 newer Indexed, Missing and Snapshot events supersede waiting ones of their subject", Effect.gen(function*() {
        yield* enqueue(indexed(1, "spec.md"), indexed(2, "plan.md"), snapshot(3), history(4))
        const report = yield* enqueue(missing(5, "spec.md"), snapshot(6), indexed(7, "tasks.md"), history(8))
        expect(report).toEqual({ captured: 4, unchanged: 0, superseded: 2 })
        yield* enqueue(snapshot(9, aNamespace({ mission_slug: "other" })))
        expect(eventIds(yield* claimEvents())).toEqual(ids(2, 4, 5, 6, 7, 8, 9))
      }))

      law("G-D4 of one call, only the latest of a subject is stored", Effect.gen(function*() {
        const report = yield* enqueue(aBody("spec.md", "A"), aBody("spec.md", "B"), aBody("spec.md", "B"), indexed(1, "x"))
        expect(report).toEqual({ captured: 3, unchanged: 1, superseded: 1 })
        expect((yield* claimBodies()).map(({ body }) => body.value.content_body)).toEqual(["B"])
      }))
    })

    describe("law 2: one taker", () => {
      law("G-Q7 G-Q8 a claimed item is nobody else's", Effect.gen(function*() {
        yield* enqueue(history(1), aBody("spec.md", "one"))
        expect(yield* claimEvents()).toMatchObject([{ owner: "one", token: 1, attempt: 1 }])
        expect(yield* claimBodies()).toMatchObject([{ owner: "one", token: 1, attempt: 1 }])
        expect(yield* claimEvents({ owner: "two" })).toEqual([])
        expect(yield* claimBodies({ owner: "two" })).toEqual([])
      }))

      for (const late of [delivered, later("1 second"), released, rejected]) {
        law(`G-Q8 a late ${late._tag} with an old token changes nothing`, Effect.gen(function*() {
          yield* enqueue(history(1))
          const stopped = yield* claimEvents()
          yield* TestClock.adjust("3 minutes")
          const taken = yield* claimEvents({ owner: "two" })
          expect(taken).toMatchObject([{ owner: "two", token: 2, attempt: 2 }])
          const before = yield* counts
          yield* settle(stopped, late)
          expect(yield* counts).toEqual(before)
          yield* settle(taken, delivered)
          yield* settle(stopped, late)
          expect((yield* counts).events).toMatchObject({ delivered: 1, pending: 0, leased: 0, quarantined: 0 })
        }))
      }

      law("G-Q8 the rows of a process that is gone need not wait for their lease", Effect.gen(function*() {
        yield* enqueue(history(1), aBody("spec.md", "one"))
        yield* claimEvents()
        yield* claimBodies()
        const { gone } = yield* World
        gone.add("one")
        expect(yield* claimEvents({ owner: "two" })).toMatchObject([{ token: 2, attempt: 2 }])
        expect(yield* claimBodies({ owner: "two" })).toMatchObject([{ token: 2, attempt: 2 }])
      }))

      law("G-Q8 two answers to one claim: the first counts", Effect.gen(function*() {
        yield* enqueue(history(1))
        const queue = yield* DeliveryQueue
        for (const claim of yield* claimEvents()) yield* queue.settle([[claim, delivered], [claim, rejected]])
        expect((yield* counts).events).toMatchObject({ delivered: 1, quarantined: 0 })
      }))
    })

    describe("law 3: attempts", () => {
      law("B-13 G-R5 a crash counts, and no number of attempts parks an item", Effect.gen(function*() {
        yield* enqueue(history(1))
        for (let attempt = 1; attempt <= 40; attempt++) {
          expect(yield* claimEvents()).toMatchObject([{ attempt, token: attempt }])
          yield* TestClock.adjust("3 minutes")
        }
        expect((yield* counts).events).toMatchObject({ captured: 1, leased: 1, quarantined: 0, dropped: 0 })
      }))

      law("B-30 G-D9 a released attempt is given back, and the item is due at once", Effect.gen(function*() {
        yield* enqueue(history(1), aBody("spec.md", "one"))
        for (let round = 1; round <= 3; round++) {
          const claims = [...(yield* claimEvents()), ...(yield* claimBodies())]
          expect(claims).toMatchObject([{ attempt: 1, token: round }, { attempt: 1, token: round }])
          yield* settle(claims, released)
        }
      }))

      law("G-D9 a released item can be told to let others go first", Effect.gen(function*() {
        yield* enqueue(history(1))
        const postpone = Duration.seconds(30)
        yield* settle(yield* claimEvents(), Settlement.Released({ reasonCode: "forbidden", reason: "403", postpone }))
        yield* TestClock.adjust("29 seconds")
        expect(yield* claimEvents()).toEqual([])
        yield* TestClock.adjust("1 seconds")
        expect(yield* claimEvents()).toMatchObject([{ attempt: 1 }])
      }))

      law("G-R5 sixty days of outage lose nothing and end nothing", Effect.gen(function*() {
        yield* enqueue(history(1), aBody("spec.md", "one"))
        for (let turn = 1; turn <= 60 * 2; turn++) {
          const claims = [...(yield* claimEvents()), ...(yield* claimBodies())]
          expect(claims.length).toBe(2)
          yield* settle(claims, later("5 minutes"))
          yield* TestClock.setTime(turn * 12 * 3_600_000)
        }
        expect((yield* claimEvents())[0]?.attempt).toBe(60 * 2 + 1)
        expect((yield* counts).bodies).toMatchObject({ captured: 1, pending: 1, quarantined: 0, dropped: 0 })
      }))
    })

    describe("law 4: moments", () => {
      law("B-21 G-R4 an item is not due before its moment", Effect.gen(function*() {
        yield* enqueue(history(1))
        yield* settle(yield* claimEvents(), later("1 second"))
        yield* TestClock.adjust("999 millis")
        expect(yield* claimEvents()).toEqual([])
        yield* TestClock.adjust("1 millis")
        expect(yield* claimEvents()).toMatchObject([{ attempt: 2 }])
      }))

      law("G-R6 the server's Retry-After wins over a shorter delay, up to 24 hours", Effect.gen(function*() {
        yield* enqueue(history(1))
        yield* settle(yield* claimEvents(), later("1 second", "48 hours"))
        yield* TestClock.adjust("23 hours")
        expect(yield* claimEvents()).toEqual([])
        yield* TestClock.adjust("1 hours")
        expect(yield* claimEvents()).toHaveLength(1)
      }))

      law("G-R7 a clock that jumps back ten years strands neither rows nor leases", Effect.gen(function*() {
        const tenYears = 10 * 365 * 24 * 3_600_000
        yield* TestClock.setTime(tenYears * 2)
        yield* enqueue(history(1), history(2), history(3))
        yield* settle(yield* claimEvents({ limit: 1 }), later("5 minutes"))
        yield* settle(yield* claimEvents({ limit: 1 }), later("1 second", "24 hours"))
        yield* claimEvents({ limit: 1 })
        yield* TestClock.setTime(tenYears)
        expect(yield* claimEvents()).toEqual([])
        yield* TestClock.adjust("5 minutes")
        expect(eventIds(yield* claimEvents())).toEqual(ids(1))
        yield* TestClock.adjust("10 minutes")
        expect(eventIds(yield* claimEvents())).toContain(ulidOf(3))
        yield* TestClock.adjust("24 hours")
        expect(eventIds(yield* claimEvents())).toEqual(ids(1, 2, 3))
      }))

      law("G-R7 a clock that jumps forward makes everything due once, and a claim still has one taker", Effect.gen(function*() {
        yield* enqueue(history(1), history(2))
        yield* settle(yield* claimEvents(), later("5 minutes", "24 hours"))
        yield* TestClock.setTime(20 * 365 * 24 * 3_600_000)
        expect(yield* claimEvents()).toHaveLength(2)
        expect(yield* claimEvents({ owner: "two" })).toEqual([])
      }))

      law("B-38 events go in Lamport order, bodies oldest first, whenever they were queued", Effect.gen(function*() {
        yield* enqueue(history(5), aBody("b.md", "b"))
        yield* enqueue(history(3), history(4), aBody("a.md", "a"))
        expect(eventIds(yield* claimEvents())).toEqual(ids(3, 4, 5))
        expect(eventIds(yield* claimBodies())).toEqual(["b.md", "a.md"])
      }))

      law("B-21 the view tells when the next item is due, and how old the oldest is", Effect.gen(function*() {
        const view = yield* QueueView
        expect(yield* view.nextDueAt).toEqual(Option.none())
        expect(yield* view.oldestQueuedAt).toEqual(Option.none())
        yield* TestClock.setTime(60_000)
        yield* enqueue(history(1), history(2))
        const [first, second] = yield* claimEvents()
        if (first === undefined || second === undefined) return expect.unreachable()
        yield* settle([first], later("10 seconds"))
        expect(yield* view.nextDueAt).toEqual(Option.some("1970-01-01T00:01:10.000Z"))
        yield* settle([first, second], delivered)
        expect(yield* view.oldestQueuedAt).toEqual(Option.some("1970-01-01T00:01:00.000Z"))
      }))
    })

    describe("law 5: a bad row blocks nobody", () => {
      law("G-D8 G-C1 what the gate refuses at send is quarantined with its reason, the rest goes on", Effect.gen(function*() {
        const { refused } = yield* World
        yield* enqueue(history(1), history(2), history(3), aBody("a.md", "a"), aBody("b.md", "b"))
        for (const bad of [...ids(1, 2), "a.md"]) refused.add(bad)
        expect(eventIds(yield* claimEvents({ limit: 2 }))).toEqual(ids(3))
        expect(eventIds(yield* claimBodies({ limit: 1 }))).toEqual(["b.md"])
        const stuck = yield* Effect.flatMap(QueueView, (view) => view.quarantined(10))
        expect(stuck.map(({ kind, reasonCode, retryCount }) => [kind, reasonCode, retryCount]))
          .toEqual([["event", "contract", 0], ["event", "contract", 0], ["body", "contract", 0]])
      }))

      law("B-17 a rejected item keeps the server's words", Effect.gen(function*() {
        yield* enqueue(aBody("spec.md", "one"))
        yield* settle(yield* claimBodies(), rejected)
        const [item] = yield* Effect.flatMap(QueueView, (view) => view.bodiesOf(aNamespace()))
        expect(item).toMatchObject({
          state: "quarantined", subject: "spec.md", reasonCode: "refused", reason: "\"path\": not allowed", nextAttemptAt: null
        })
      }))
    })

    describe("law 6: interruption", () => {
      law("G-R9 B-13 interrupting a delivery loses nothing", Effect.gen(function*() {
        yield* enqueue(...Array.from({ length: 50 }, (_, n) => history(n)), aBody("spec.md", "one"))
        const worker = yield* Effect.fork(Effect.forever(Effect.gen(function*() {
          const claims = yield* claimEvents({ limit: 3 })
          yield* Effect.yieldNow()
          yield* settle(claims, claims.length > 0 ? delivered : released)
          yield* Effect.yieldNow()
        })))
        yield* Effect.repeatN(Effect.yieldNow(), 40)
        yield* Fiber.interrupt(worker)
        yield* conservation
        yield* TestClock.adjust("3 minutes")
        const rest = yield* claimEvents()
        const { events } = yield* counts
        expect(events.delivered).toBeGreaterThan(0)
        expect(rest.length + events.delivered).toBe(50)
      }))
    })

    describe("law 7: nothing is unaccounted for", () => {
      law("G-H3 every end is counted once", Effect.gen(function*() {
        yield* enqueue(...[1, 2, 3, 4].map((n) => history(n)), aBody("a.md", "a"), aBody("b.md", "b"))
        yield* enqueue(aBody("a.md", "newer"))
        const [one, two, three] = yield* claimEvents({ limit: 3 })
        if (one === undefined || two === undefined || three === undefined) return expect.unreachable()
        yield* settle([one], delivered)
        yield* settle([two], rejected)
        yield* settle([three], later("1 second"))
        const [body] = yield* claimBodies({ limit: 1 })
        expect(body?.attempt).toBe(1)
        expect(yield* counts).toEqual({
          events: { captured: 4, delivered: 1, superseded: 0, dropped: 0, pending: 2, leased: 0, quarantined: 1 },
          bodies: { captured: 3, delivered: 0, superseded: 1, dropped: 0, pending: 1, leased: 1, quarantined: 0 }
        })
      }))

      law("N-04 a delivered body leaves the receipt of what the receiver acknowledged, the last per path", Effect.gen(function*() {
        for (const text of ["A", "B"]) {
          yield* enqueue(aBody("spec.md", text))
          yield* settle(yield* claimBodies(), Settlement.Delivered({ status: text === "A" ? "uploaded" : "already_exists" }))
        }
        const receipts = yield* Effect.flatMap(QueueView, (view) => view.receiptsOf(aNamespace()))
        expect(receipts).toMatchObject([{ path: "spec.md", status: "already_exists", acknowledgedAt: "1970-01-01T00:00:00.000Z" }])
        expect(yield* Effect.flatMap(QueueView, (view) => view.receiptsOf(aNamespace({ target_branch: "2.x" })))).toEqual([])
      }))
    })

    describe("law 8: a claim costs its batch", () => {
      law("B-20 claims keep to their count and their bytes; one larger item is given alone", Effect.gen(function*() {
        yield* enqueue(history(1, "x".repeat(100)), history(2, "x".repeat(9000)), history(3), history(4))
        expect(eventIds(yield* claimEvents({ limit: 1 }))).toEqual(ids(1))
        expect(eventIds(yield* claimEvents({ maxBytes: 5000 }))).toEqual(ids(2))
        const one = history(3)
        const bytes = one._tag === "Event" ? one.event.json.length : 0
        expect(eventIds(yield* claimEvents({ maxBytes: bytes * 2 - 1 }))).toEqual(ids(3))
        expect(eventIds(yield* claimEvents({ maxBytes: bytes }))).toEqual(ids(4))
        expect(yield* claimEvents({ limit: 0 })).toEqual([])
      }))

      law("G-R1 B-20 the queue is bounded by count; a scan enters whole or not at all", Effect.gen(function*() {
        yield* enqueue(aBody("1.md", "1"), aBody("2.md", "2"))
        const full = yield* Effect.either(enqueue(aBody("3.md", "3"), aBody("4.md", "4"), history(1)))
        expect(Either.getLeft(full)).toMatchObject(
          Option.some({ _tag: "QueueFull", limit: "bodies", queued: 2, adding: 2, capacity: 3 })
        )
        expect((yield* counts).bodies.captured).toBe(2)
        expect((yield* counts).events.captured).toBe(0)
        yield* enqueue(aBody("3.md", "3"))
        yield* enqueue(aBody("3.md", "replaced, so no more than before"))
        expect(Either.isLeft(yield* Effect.either(enqueue(...[1, 2, 3, 4].map((n) => history(n)))))).toBe(true)
      }), { queueMaxItems: 3 })

      law("G-R1 the queue is bounded by bytes, equal contents counted once, and nothing is evicted", Effect.gen(function*() {
        yield* enqueue(aBody("1.md", "x".repeat(60)), aBody("2.md", "x".repeat(60)))
        const full = yield* Effect.either(enqueue(aBody("3.md", "y".repeat(41))))
        expect(Either.getLeft(full)).toMatchObject(
          Option.some({ _tag: "QueueFull", limit: "bytes", queued: 60, adding: 41, capacity: 100 })
        )
        yield* enqueue(aBody("3.md", "y".repeat(40)))
        expect(eventIds(yield* claimBodies())).toEqual(["1.md", "2.md", "3.md"])
      }), { queueMaxBytes: 100 })

      law("G-D5 B-12 a body waits while its Indexed event is queued; other bodies go", Effect.gen(function*() {
        yield* enqueue(indexed(1, "spec.md"), aBody("spec.md", "one"), aBody("plan.md", "two"))
        yield* enqueue(aBody("spec.md", "three", aNamespace({ target_branch: "2.x" })))
        const [plan, other] = yield* claimBodies()
        expect([plan?.body.value.artifact_path, other?.body.value.target_branch]).toEqual(["plan.md", "2.x"])
        const event = yield* claimEvents()
        expect(yield* claimBodies()).toEqual([])
        yield* settle(event, delivered)
        const [spec] = yield* claimBodies()
        expect(spec?.body.value.artifact_path).toBe("spec.md")
        if (spec !== undefined) yield* settle([spec], later("1 second"))
        yield* enqueue(history(2))
        expect(yield* claimEvents()).toHaveLength(1)
        yield* TestClock.adjust("1 second")
        expect(eventIds(yield* claimBodies())).toEqual(["spec.md"])
      }))
    })

    law("G-R8 Lamport values are handed out once", Effect.gen(function*() {
      const { reserve } = yield* LamportClock
      const first = yield* reserve(3)
      expect(first).toBeGreaterThan(0)
      expect(yield* reserve(1)).toBe(first + 3)
      const drawn = yield* Effect.all(Array.from({ length: 20 }, () => reserve(2)), { concurrency: "unbounded" })
      expect(new Set(drawn).size).toBe(20)
    }))
  })
}
