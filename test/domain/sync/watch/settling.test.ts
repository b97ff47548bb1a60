import { describe, expect, it } from "@effect/vitest"
import * as fc from "effect/FastCheck"
import {
  changed, type DueScan, lostTrack, nextScanAt, patienceMs, putBack, quietMs, scanAll, type Settling, settlingFrom, stormQuietMs,
  takeDue, unfinished
} from "../../../../src/domain/sync/watch/settling.js"

const rescanEveryMs = 60_000

/** What happens, each after a pause. */
type Step = { readonly afterMs: number; readonly slug: string | null }
const step: fc.Arbitrary<Step> = fc.record({
  afterMs: fc.integer({ min: 0, max: 1_500 }),
  slug: fc.option(fc.constantFrom("001-a", "002-b", "003-c"), { nil: null })
})

interface Scan {
  readonly atMs: number
  readonly due: DueScan
}

/** Runs until `untilMs`, taking what is due at the moment it is due, as the program does. */
const runUntil = (settling: Settling, untilMs: number, scans: Array<Scan>): Settling => {
  let state = settling
  for (let atMs = nextScanAt(state); atMs <= untilMs; atMs = nextScanAt(state)) {
    const [due, after] = takeDue(state, atMs, rescanEveryMs)
    scans.push({ atMs, due })
    state = after
  }
  return state
}

/** Plays steps from a tree that was just scanned; null is news that got lost. */
const play = (steps: ReadonlyArray<Step>) => {
  const scans: Array<Scan> = []
  const changes: Array<{ readonly atMs: number; readonly slug: string | null }> = []
  let state = takeDue(settlingFrom(0), 0, rescanEveryMs)[1]
  let nowMs = 0
  for (const { afterMs, slug } of steps) {
    // A scan at the very moment of a change may come before it or after: here the change comes first.
    state = runUntil(state, nowMs + afterMs - 1, scans)
    nowMs += afterMs
    state = slug === null ? lostTrack(state, nowMs) : changed(state, slug, nowMs)
    changes.push({ atMs: nowMs, slug })
  }
  runUntil(state, nowMs + rescanEveryMs, scans)
  return { scans, changes, endMs: nowMs }
}

const covers = ({ due }: Scan, slug: string | null): boolean =>
  due._tag === "Everything" ? slug === null || !due.except.has(slug) : due._tag === "Missions" && slug !== null && due.slugs.has(slug)

const property = (holds: (played: ReturnType<typeof play>) => void) =>
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => holds(play(steps))), { numRuns: 300 })

describe("settling", () => {
  it("U-37 G-F16 law 1: every change is followed by a scan of its mission, within the patience there is", () => {
    property(({ changes, scans }) => {
      for (const { atMs, slug } of changes) {
        const after = scans.find((scan) => scan.atMs >= atMs && covers(scan, slug))
        expect(after === undefined ? Infinity : after.atMs - atMs).toBeLessThanOrEqual(patienceMs)
      }
    })
  })

  it("U-37 law 2: no mission is scanned while it changes, unless it has for all of the patience", () => {
    property(({ changes, scans }) => {
      for (const scan of scans) {
        for (const slug of ["001-a", "002-b", "003-c"]) {
          if (!covers(scan, slug)) continue
          const own = changes.filter((it) => it.slug === slug && it.atMs <= scan.atMs)
          const last = own.at(-1)
          const before = scans.filter((it) => it.atMs < scan.atMs && covers(it, slug)).at(-1)?.atMs ?? -Infinity
          if (last === undefined || last.atMs <= before) continue
          const first = own.find(({ atMs }) => atMs > before)
          expect(scan.atMs - last.atMs >= quietMs || scan.atMs - (first?.atMs ?? 0) >= patienceMs).toBe(true)
        }
      }
    })
  })

  it("U-37 G-F16 law 3: once changes end, one more scan of a mission takes all of them", () => {
    property(({ endMs, scans }) => {
      for (const slug of ["001-a", "002-b", "003-c"]) {
        const own = scans.filter((scan) => scan.due._tag === "Missions" && scan.atMs > endMs && covers(scan, slug))
        expect(own.length).toBeLessThanOrEqual(1)
      }
    })
  })

  it("G-F16 law 4: everything is scanned once in each interval, though nothing was heard", () => {
    const scans: Array<Scan> = []
    runUntil(takeDue(settlingFrom(0), 0, rescanEveryMs)[1], 10 * rescanEveryMs, scans)
    expect(scans.map(({ atMs, due }) => [atMs / rescanEveryMs, due._tag])).toEqual(
      Array.from({ length: 10 }, (_, n) => [n + 1, "Everything"])
    )
  })

  it("U-37 G-F16 a storm of 500 changes a second for a minute is scanned every three seconds, and once after it", () => {
    const { endMs, scans } = play(Array.from({ length: 30_000 }, () => ({ afterMs: 2, slug: "001-a" })))
    const own = scans.filter((scan) => covers(scan, "001-a"))
    expect(own.filter(({ atMs }) => atMs <= endMs).length).toBe(Math.floor(60_000 / (patienceMs + 2)))
    const after = own.filter(({ atMs, due }) => atMs > endMs && due._tag === "Missions").map(({ atMs }) => atMs - endMs)
    expect(after.length).toBe(1)
    expect(Math.max(...after)).toBeLessThanOrEqual(stormQuietMs)
  })

  it("U-37 G-F16 a storm that the watcher tells of every half second is no calm that comes and goes", () => {
    const { endMs, scans } = play(Array.from({ length: 120 }, () => ({ afterMs: 500, slug: "001-a" })))
    const during = scans.filter((scan) => covers(scan, "001-a") && scan.atMs <= endMs)
    const gaps = during.slice(1).map(({ atMs }, index) => atMs - (during[index]?.atMs ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(patienceMs)
  })

  it("U-37 an edit that follows another one by a second is as prompt as the first", () => {
    const { scans } = play([{ afterMs: 0, slug: "001-a" }, { afterMs: 1_000, slug: "001-a" }])
    expect(scans.slice(0, 2).map(({ atMs }) => atMs)).toEqual([quietMs, 1_000 + quietMs])
  })

  it("G-F16 a storm of lost news makes a full scan every three seconds and no more", () => {
    const { endMs, scans } = play(Array.from({ length: 600 }, () => ({ afterMs: 50, slug: null })))
    const gaps = scans.filter(({ atMs }) => atMs <= endMs).map(({ atMs }, index, all) => atMs - (all[index - 1]?.atMs ?? 0))
    expect(gaps.length).toBeGreaterThan(5)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(patienceMs)
  })

  it("U-37 what a scan did not get is scanned again by itself, earlier where a change is heard, and never twice", () => {
    const idle = takeDue(settlingFrom(0), 0, rescanEveryMs)[1]
    const waiting = unfinished(idle, "001-a", 1_000)
    expect(nextScanAt(waiting)).toBe(1_000 + patienceMs)
    expect(nextScanAt(changed(waiting, "001-a", 1_100))).toBe(1_100 + quietMs)
    expect(unfinished(waiting, "001-a", 1_500)).toBe(waiting)
    expect(nextScanAt(unfinished(idle, "001-a", 0, 10_000))).toBe(10_000)
  })

  it("G-F16 what was taken and could not be scanned is put back, all of it", () => {
    const idle = takeDue(settlingFrom(0), 0, rescanEveryMs)[1]
    const [due, after] = takeDue(changed(changed(idle, "001-a", 0), "002-b", 0), quietMs, rescanEveryMs)
    const back = putBack(after, due, quietMs, 2_000)
    expect(nextScanAt(back)).toBe(quietMs + 2_000)
    expect(takeDue(back, quietMs + 2_000, rescanEveryMs)[0]).toEqual({ _tag: "Missions", slugs: new Set(["001-a", "002-b"]) })
    const [full, rest] = takeDue(scanAll(idle, 5), 5, rescanEveryMs)
    expect(nextScanAt(putBack(rest, full, 5, 2_000))).toBe(2_005)
    expect(putBack(rest, { _tag: "Nothing" }, 5, 2_000)).toBe(rest)
  })
})
