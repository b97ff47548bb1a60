import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { countEvents } from "../../../src/domain/mission/countEvents.js"
import { parseJsonLines } from "../../../src/domain/mission/jsonLines.js"
import { reduceStatus } from "../../../src/domain/mission/reduceStatus.js"

const event = (id: string, at: string, wp: string, to: string, more: object = {}) =>
  JSON.stringify({ event_id: id, at, wp_id: wp, to_lane: to, ...more })
const reduce = (text: string) => {
  const { bad, lanes } = reduceStatus(parseJsonLines(text).lines)
  return { lanes: Object.fromEntries(lanes), bad }
}
const lanesOf = (...lines: ReadonlyArray<string>) => reduce(lines.join("\n")).lanes

describe("reduceStatus", () => {
  it("D-11 the last transition by time wins, whatever the order of lines", () => {
    expect(lanesOf(event("B", "2026-01-02", "WP01", "claimed"), event("A", "2026-01-01", "WP01", "planned"), event("C", "2026-01-01", "WP02", "blocked")))
      .toEqual({ WP01: "claimed", WP02: "blocked" })
  })

  it("D-11 of equal times the later id wins, and of equal ids the first line", () => {
    expect(lanesOf(event("B", "t", "WP01", "done"), event("A", "t", "WP01", "planned"))).toEqual({ WP01: "done" })
    expect(lanesOf(event("A", "t", "WP01", "planned"), event("A", "t", "WP01", "done"))).toEqual({ WP01: "planned" })
  })

  it("D-11 a forward move never beats a reviewer's rollback of the same instant; a later one does", () => {
    const rollback = event("A", "t1", "WP01", "in_progress", { from_lane: "for_review", review_ref: "r1" })
    expect(lanesOf(rollback, event("B", "t1", "WP01", "approved"))).toEqual({ WP01: "in_progress" })
    expect(lanesOf(rollback, event("B", "t2", "WP01", "approved"))).toEqual({ WP01: "approved" })
    const without = event("A", "t1", "WP01", "in_progress", { from_lane: "for_review", review_ref: " " })
    expect(lanesOf(without, event("B", "t1", "WP01", "approved"))).toEqual({ WP01: "approved" })
  })

  it("D-11 other kinds of lines are ignored, in_review is kept, doing is in_progress, an actor may be an object", () => {
    expect(lanesOf(
      JSON.stringify({ event_id: "A", at: "t", kind: "note", wp_id: "WP01" }),
      JSON.stringify({ event_id: "B", at: "t", wp_id: "WP01", to_lane: null }),
      event("C", "t", "WP01", "in_review", { actor: { role: "reviewer", tool: "x" } }),
      event("D", "t", "WP02", "doing")
    )).toEqual({ WP01: "in_review", WP02: "in_progress" })
  })

  it("D-16 a line that can't be used is named with its number and skipped", () => {
    const text = ["\uFEFF" + event("A", "t", "WP01", "planned"), "", "{broken", "[1]", event("B", "t", "WP01", "finished"),
      JSON.stringify({ to_lane: "done", at: "t", event_id: "C" }), event("D", "t", "WP02", "done")].join("\r\n")
    expect(parseJsonLines(text).bad).toEqual([
      { line: 3, detail: "is not a JSON object" }, { line: 4, detail: "is not a JSON object" }
    ])
    expect(reduce(text)).toEqual({
      lanes: { WP01: "planned", WP02: "done" },
      bad: [
        { line: 5, detail: 'moves to "finished", which is no lane' },
        { line: 6, detail: "moves a work package, but its wp_id is missing" }
      ]
    })
  })

  it("D-16 a key __proto__ is a key like any other", () => {
    const hidden = '{"__proto__": {"to_lane": "done", "wp_id": "WP01", "event_id": "A", "at": "t"}}'
    expect(reduce(hidden)).toEqual({ lanes: {}, bad: [] })
    expect(reduceStatus(parseJsonLines(event("A", "t", "__proto__", "done")).lines).lanes.get("__proto__")).toBe("done")
  })

  const logged = FastCheck.record({
    id: FastCheck.constantFrom("A", "B", "C", "D", "E"), at: FastCheck.constantFrom("t1", "t2"),
    wp: FastCheck.constantFrom("WP01", "WP02"), to: FastCheck.constantFrom("planned", "claimed", "done")
  })
  it.prop("D-02 the order of lines changes nothing",
    [FastCheck.uniqueArray(logged, { selector: ({ id }) => id })
      .chain((log) => FastCheck.tuple(FastCheck.constant(log), FastCheck.shuffledSubarray(log, { minLength: log.length })))],
    ([[log, other]]) => {
      const of = (lines: typeof log) => lanesOf(...lines.map(({ at, id, to, wp }) => event(id, at, wp, to)))
      expect(of(other)).toEqual(of(log))
    })
})

describe("countEvents", () => {
  it("D-11 counts lines by their type", () => {
    const { lines } = parseJsonLines('{"type":"a"}\n{"type":"b"}\n{"type":"a"}\n{"type":1}\n{}\n')
    expect(Object.fromEntries(countEvents(lines))).toEqual({ a: 2, b: 1 })
  })
})
