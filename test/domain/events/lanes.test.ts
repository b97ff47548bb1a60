import { describe, expect, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { SyncLane, syncLane } from "../../../src/domain/events/syncLane.js"
import { isWireChange, WireLane, wireLane } from "../../../src/domain/events/wireLane.js"
import { Lane } from "../../../src/domain/mission/Lane.js"

const pairs = Lane.literals.flatMap((from) => Lane.literals.map((to) => [from, to] as const))

describe("lanes on the wire", () => {
  it("every lane has one; the eight of the contract stay, in_review goes as for_review", () => {
    expect(WireLane.literals).toHaveLength(8)
    for (const lane of Lane.literals) {
      expect(Schema.is(WireLane)(wireLane(lane)), lane).toBe(true)
      expect(wireLane(lane)).toBe(lane === "in_review" ? "for_review" : lane)
    }
  })

  it("039 a change is one on the wire exactly where what is sent of both sides differs", () => {
    for (const lane of Lane.literals) {
      expect(isWireChange(null, lane), `null → ${lane}`).toBe(true)
      expect(isWireChange(lane, lane), `${lane} → ${lane}`).toBe(false)
    }
    for (const [from, to] of pairs) {
      expect(isWireChange(from, to), `${from} → ${to}`).toBe(wireLane(from) !== wireLane(to))
      expect(isWireChange(from, to)).toBe(isWireChange(to, from))
      expect(isWireChange(from, to)).toBe(isWireChange(wireLane(from), wireLane(to)))
    }
    const vanishing = pairs.filter(([from, to]) => from !== to && !isWireChange(from, to))
    expect(vanishing).toEqual([["for_review", "in_review"], ["in_review", "for_review"]])
  })
})

describe("the board of four lanes", () => {
  /** SyncLaneV1 of the upstream events package, release 3.0.0. */
  const upstream: { readonly [lane in WireLane]: SyncLane } = {
    planned: "planned", claimed: "planned", in_progress: "doing", for_review: "for_review",
    approved: "done", done: "done", blocked: "doing", canceled: "planned"
  }

  it("H-13 is upstream's for each of the eight, and every lane of ours has its place", () => {
    expect(SyncLane.literals).toEqual(["planned", "doing", "for_review", "done"])
    for (const lane of WireLane.literals) expect(syncLane(lane), lane).toBe(upstream[lane])
    for (const lane of Lane.literals) expect(SyncLane.literals, lane).toContain(syncLane(lane))
  })

  it("H-13 is the same whether a lane is collapsed before or after it goes on the wire", () => {
    for (const lane of Lane.literals) expect(syncLane(lane)).toBe(syncLane(wireLane(lane)))
  })
})
