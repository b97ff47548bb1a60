import { describe, expect, it } from "@effect/vitest"
import { Diagnostic } from "../../../../src/domain/Diagnostic.js"
import { noFaults, noteFaults, noteOnce } from "../../../../src/domain/sync/watch/standingFaults.js"

const fault = (code: string, why = "refused", target: string | null = null) =>
  new Diagnostic({ severity: "warning", code, message: `${code} happened`, why, fix: null, target })

describe("standing faults", () => {
  it("U-37 a fault is fresh once, however often it is met and in whatever words its cause is put", () => {
    const first = noteFaults(noFaults, "server", [fault("SERVER-06")])
    const again = noteFaults(first.standing, "server", [fault("SERVER-06", "reset by peer"), fault("SERVER-06")])
    expect([first.fresh.length, again.fresh.length, again.recovered]).toEqual([1, 0, false])
  })

  it("U-37 its end is told once, and after that it is fresh again", () => {
    const there = noteFaults(noFaults, "server", [fault("SERVER-06")])
    const over = noteFaults(there.standing, "server", [])
    const still = noteFaults(over.standing, "server", [])
    expect([over.recovered, still.recovered, still.standing.size]).toEqual([true, false, 0])
    expect(noteFaults(still.standing, "server", [fault("SERVER-06")]).fresh.length).toBe(1)
  })

  it("U-37 faults about different things do not hide each other", () => {
    const one = noteFaults(noFaults, "mission 001-a", [fault("DOSSIER-01", "x", "a.md")])
    const other = noteFaults(one.standing, "mission 002-b", [fault("DOSSIER-01", "x", "a.md")])
    const more = noteFaults(other.standing, "mission 001-a", [fault("DOSSIER-01", "x", "a.md"), fault("DOSSIER-01", "x", "b.md")])
    expect([other.fresh.length, more.fresh.map(({ target }) => target)]).toEqual([1, ["b.md"]])
    expect(noteFaults(more.standing, "mission 002-b", []).recovered).toBe(true)
  })

  it("U-37 a notice is told once in all, also where rounds without it lie between", () => {
    const first = noteOnce(noFaults, "notices", [fault("FILE-02")])
    const without = noteOnce(first.standing, "notices", [])
    expect([first.fresh.length, noteOnce(without.standing, "notices", [fault("FILE-02")]).fresh.length]).toEqual([1, 0])
  })
})
