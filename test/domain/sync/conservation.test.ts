import { describe, expect, it } from "@effect/vitest"
import { conservationFaults, conservationSum } from "../../../src/domain/sync/conservation.js"

const counters = { captured: 16, delivered: 10, superseded: 1, dropped: 1, pending: 2, leased: 1, quarantined: 1 }
const rows = { pending: 2, leased: 1, quarantined: 1 }

describe("G-H3 the sum of law 7", () => {
  it("is printed with its seven numbers", () => {
    expect(conservationSum(counters)).toBe("16 captured = 10 delivered + 1 superseded + 1 dropped + 2 pending + 1 leased + 1 quarantined")
    expect(conservationSum({ ...counters, dropped: 0 })).toMatch(/^16 captured ≠ /)
  })
  it("holds where the places add up and the counters say what the rows say", () => {
    expect(conservationFaults(counters, rows)).toEqual([])
  })
  it("each place that is wrong is named", () => {
    expect(conservationFaults({ ...counters, captured: 17 }, rows)).toEqual(["the places add up to 16, captured are 17"])
    // Two counters that are wrong by as much: the sum alone would not tell.
    expect(conservationFaults({ ...counters, pending: 3, leased: 0 }, rows)).toEqual([
      "the counter says 3 pending, there are 2", "the counter says 0 leased, there are 1"
    ])
  })
})
