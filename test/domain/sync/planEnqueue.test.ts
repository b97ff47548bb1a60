import { describe, expect, it } from "@effect/vitest"
import * as Option from "effect/Option"
import { DeliveryState, newDelivery } from "../../../src/domain/sync/deliveryState.js"
import { planEnqueue, type QueuedRow } from "../../../src/domain/sync/planEnqueue.js"
import { brokenLimit, takeWithin } from "../../../src/domain/sync/queueBounds.js"
import { bodyEntry, eventEntry, type QueueEntry } from "../../../src/domain/sync/QueueEntry.js"
import { rebuildBody } from "../../../src/domain/sync/rebuildItem.js"
import { artifactKey, missionOf, namespaceKeyOf, supersedeKey } from "../../../src/domain/sync/supersedeKey.js"
import type { QueueItem } from "../../../src/services/DeliveryQueue.js"
import { aBody, aNamespace, history, indexed, missing, snapshot } from "../../fixtures/queueItems.js"

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
    expect(supersedeKey(eventOf(indexed(1, "spec.md")))).toBe(artifactKey(aNamespace(), "spec.md"))
    expect(supersedeKey(eventOf(missing(1, "spec.md")))).toBe(artifactKey(aNamespace(), "spec.md"))
    expect(supersedeKey(eventOf(indexed(1, "spec.md", other)))).toBe(artifactKey(other, "spec.md"))
    expect(supersedeKey(eventOf(snapshot(1)))).toBe(aNamespace().key)
    expect(supersedeKey(eventOf(history(1)))).toBeNull()
    expect([indexed(1, "x"), history(1)].map((item) => missionOf(eventOf(item)))).toEqual(["012-tea-house", "012-tea-house"])
    expect(artifactKey(aNamespace(), "spec.md")).not.toBe(artifactKey(other, "spec.md"))
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

  it("G-D4 a leased or quarantined rival stays, a pending one goes, one whose lease ended goes too", () => {
    const [old, newer] = [entryOf(aBody("spec.md", "old")), entryOf(aBody("spec.md", "newer"))]
    const lease = (expiresAtMs: number) => DeliveryState.Leased({ owner: "one", token: 1, expiresAtMs })
    const superseded = (state: DeliveryState) => planEnqueue([newer], [row(1, old, state)], 1000).supersede.length
    expect([DeliveryState.Pending(), lease(1001), lease(1000), DeliveryState.Quarantined()].map(superseded))
      .toEqual([1, 0, 1, 0])
  })

  it("G-D1 only the newest of a subject counts as the same: A under way, B waiting, A again is new", () => {
    const [a, b] = [entryOf(aBody("spec.md", "A")), entryOf(aBody("spec.md", "B"))]
    const leased = DeliveryState.Leased({ owner: "one", token: 1, expiresAtMs: 9e9 })
    const plan = planEnqueue([a], [row(1, a, leased), row(2, b)], 0)
    expect(plan).toMatchObject({ insert: [a], unchanged: 0, supersede: [{ id: 2 }] })
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
