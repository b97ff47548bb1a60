import { describe, expect, it } from "@effect/vitest"
import * as Option from "effect/Option"
import { DeliveryState, newDelivery } from "../../../src/domain/sync/deliveryState.js"
import { planEnqueue, type QueuedRow } from "../../../src/domain/sync/planEnqueue.js"
import { brokenLimit, takeWithin } from "../../../src/domain/sync/queueBounds.js"
import { bodyEntry, eventEntry, type QueueEntry } from "../../../src/domain/sync/QueueEntry.js"
import { rebuildBody } from "../../../src/domain/sync/rebuildItem.js"
import { missionOf, namespaceKeyOf, subjectKey, supersedeKey } from "../../../src/domain/sync/supersedeKey.js"
import type { QueueItem } from "../../../src/services/DeliveryQueue.js"
import { aBody, aNamespace, history, indexed, missing, snapshot } from "../../../src/laws/fixtures/queueItems.js"

const entryOf = (item: QueueItem): QueueEntry => item._tag === "Event" ? eventEntry(item.event) : bodyEntry(item.body)
const eventOf = (item: QueueItem) => {
  if (item._tag === "Body") return expect.unreachable()
  return item.event.value
}
const row = (id: number, entry: QueueEntry, state: DeliveryState = DeliveryState.Pending()): QueuedRow =>
  ({ id, ...entry, delivery: { ...newDelivery(0), state } })

describe("what is queued", () => {
  it("D-22 Indexed and Missing are about an artifact, SnapshotComputed about a dossier, history about nothing", () => {
    const other = aNamespace({ target_branch: "2.x" })
    expect(supersedeKey(eventOf(indexed(1, "spec.md")))).toBe(subjectKey(aNamespace().key, "spec.md"))
    expect(supersedeKey(eventOf(missing(1, "spec.md")))).toBe(subjectKey(aNamespace().key, "spec.md"))
    expect(supersedeKey(eventOf(indexed(1, "spec.md", other)))).toBe(subjectKey(other.key, "spec.md"))
    expect(supersedeKey(eventOf(snapshot(1)))).toBe(aNamespace().key)
    expect(supersedeKey(eventOf(history(1)))).toBeNull()
    expect([indexed(1, "x"), history(1)].map((item) => missionOf(eventOf(item)))).toEqual(["012-tea-house", "012-tea-house"])
    expect(subjectKey(aNamespace().key, "spec.md")).not.toBe(subjectKey(other.key, "spec.md"))
  })

  it("B-16 an event's namespace is the five fields of its payload; an event without them has none", () => {
    const other = aNamespace({ target_branch: "2.x" })
    const keys = [indexed(1, "x"), missing(2, "x", other), snapshot(3, other), history(4)].map(entryOf)
      .map(({ namespaceKey }) => namespaceKey)
    expect(keys).toEqual([aNamespace().key, other.key, other.key, null])
    expect(namespaceKeyOf(eventOf(indexed(1, "x", other)))).toBe(other.key)
  })

  it("B-03 bytes are counted as UTF-8, and a body comes back from its parts", () => {
    const text = "a\u0000ü€🍵\r\n"
    const item = aBody("spec.md", text)
    const entry = entryOf(item)
    expect(entry.contentBytes).toBe(Buffer.byteLength(text))
    if (item._tag === "Body") {
      expect(entry.wireBytes).toBe(Buffer.byteLength(item.body.json))
      expect(rebuildBody(entry)).toEqual(Option.some(item.body.value))
    }
    expect(rebuildBody({ ...entry, namespaceKey: "[]" })).toEqual(Option.none())
    expect(rebuildBody({ ...entry, subject: "../x" })).toEqual(Option.none())
  })

  it("G-D4 a leased rival stays; a pending or quarantined one goes, one whose lease ended goes too", () => {
    const [old, newer] = [entryOf(aBody("spec.md", "old")), entryOf(aBody("spec.md", "newer"))]
    const lease = (expiresAtMs: number) => DeliveryState.Leased({ owner: "one", token: 1, expiresAtMs })
    const superseded = (state: DeliveryState) => planEnqueue([newer], [row(1, old, state)], 1000).supersede.length
    expect([DeliveryState.Pending(), lease(1001), lease(1000), DeliveryState.Quarantined()].map(superseded))
      .toEqual([1, 0, 1, 1])
  })

  it("G-D1 only the newest of a subject counts as the same: A under way, B waiting, A again is new", () => {
    const [a, b] = [entryOf(aBody("spec.md", "A")), entryOf(aBody("spec.md", "B"))]
    const leased = DeliveryState.Leased({ owner: "one", token: 1, expiresAtMs: 9e9 })
    const plan = planEnqueue([a], [row(1, a, leased), row(2, b)], 0)
    expect(plan).toMatchObject({ insert: [{ entry: a }], unchanged: 0, supersede: [{ id: 2 }] })
  })

  it("B-33 G-D4 a quarantined body is not the same as its content captured again; a quarantined event is as its own id", () => {
    const body = entryOf(aBody("spec.md", "one"))
    const [event, keyless] = [entryOf(indexed(1, "spec.md")), entryOf(history(2))]
    const stored = [body, event, keyless].map((entry, n) => row(n + 1, entry, DeliveryState.Quarantined()))
    expect(planEnqueue([body, body, event, keyless], stored, 0)).toMatchObject({ insert: [{ entry: body }], unchanged: 3, supersede: [{ id: 1 }] })
    const scanned = entryOf(missing(3, "spec.md"))
    expect(planEnqueue([scanned, entryOf(history(4))], stored, 0)).toMatchObject({ insert: [{ entry: scanned }, {}], supersede: [{ id: 2 }] })
  })

  it("G-R6 a row inherits the latest Retry-After ahead of the pending ones it replaces, through others of its call too", () => {
    const [a, b, c] = [entryOf(aBody("spec.md", "A")), entryOf(aBody("spec.md", "B")), entryOf(aBody("spec.md", "C"))]
    const told = (id: number, notBeforeMs: number | null, state?: DeliveryState): QueuedRow => {
      const stored = row(id, a, state)
      return { ...stored, delivery: { ...stored.delivery, nextAttemptAtMs: 9000, notBeforeMs } }
    }
    const inherited = (added: ReadonlyArray<QueueEntry>, ...stored: ReadonlyArray<QueuedRow>) =>
      planEnqueue(added, stored, 1000).insert.map(({ notBeforeMs }) => notBeforeMs)
    const lease = (expiresAtMs: number) => DeliveryState.Leased({ owner: "one", token: 1, expiresAtMs })
    expect(inherited([b], told(1, 3000), told(2, 2000))).toEqual([3000])
    expect(inherited([b, c], told(1, 3000))).toEqual([3000])
    expect(inherited([b], told(1, 1000))).toEqual([null])
    expect(inherited([b], told(1, null))).toEqual([null])
    expect(inherited([b], told(1, 3000, DeliveryState.Quarantined()))).toEqual([null])
    expect([inherited([b], told(1, 3000, lease(1001))), inherited([b], told(1, 3000, lease(1000)))]).toEqual([[null], [null]])
  })

  it("G-R1 a limit is broken only by what grows", () => {
    const limits = { maxItems: 2, maxBytes: 10 }
    const size = { events: 0, bodies: 0, bytes: 0 }
    expect(brokenLimit(size, { ...size, bodies: 2, events: 2, bytes: 10 }, limits)).toEqual(Option.none())
    expect(brokenLimit({ ...size, bodies: 5 }, { ...size, bodies: 5, events: 1 }, limits)).toEqual(Option.none())
    expect(brokenLimit(size, { ...size, bytes: 11 }, limits)).toMatchObject(Option.some({ limit: "bytes", adding: 11 }))
  })

  it("G-D8 a batch keeps to its bytes, and an item above them goes alone", () => {
    const sizes = (limit: number, maxBytes: number, ...bytes: ReadonlyArray<number>) =>
      takeWithin(bytes.map((wireBytes) => ({ wireBytes })), limit, maxBytes).map(({ wireBytes }) => wireBytes)
    expect(sizes(9, 10, 4, 6, 1)).toEqual([4, 6])
    expect(sizes(9, 10, 11, 1)).toEqual([11])
    expect(sizes(9, 10, 1, 11)).toEqual([1])
    expect([sizes(1, 10, 1, 1), sizes(0, 10, 1)]).toEqual([[1], []])
  })
})
