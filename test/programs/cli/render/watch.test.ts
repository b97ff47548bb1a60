import { describe, expect, it } from "@effect/vitest"
import { Diagnostic } from "../../../../src/domain/Diagnostic.js"
import { SyncReport } from "../../../../src/domain/sync/SyncReport.js"
import type { WatchNews } from "../../../../src/domain/sync/watch/WatchRound.js"
import { makeStyle } from "../../../../src/programs/cli/render/Style.js"
import { roundText } from "../../../../src/programs/cli/render/watch.js"

const style = makeStyle({ color: false, ascii: false, nowMs: 0 })
const data = new SyncReport({ build_id: null, server: null, delivery: "nothing", missions: [] })
const textOf = (...news: ReadonlyArray<WatchNews>) => {
  const { done, errors, warnings } = roundText({ atMs: 0, news, outcome: { data, diagnostics: [], exitCode: 0, next: [] } }, style)
  return { done, errors, warnings }
}
const fault = (code: string, severity: "error" | "warning"): WatchNews => ({
  _tag: "Fault",
  kept: { events: 2, bodies: 1 },
  diagnostic: new Diagnostic({ severity, code, message: "It happened.", why: "ECONNREFUSED", fix: "do this", target: null })
})

describe("a round of sync --watch as text", () => {
  it("U-37 one line per thing that happened, each with the time", () => {
    const { done } = textOf(
      { _tag: "Delivered", mission: "047-x", uploaded: 2, alreadyThere: 3, events: 8 },
      { _tag: "Delivered", mission: "048-y", uploaded: 0, alreadyThere: 3, events: 8 },
      { _tag: "Delivered", mission: "049-z", uploaded: 0, alreadyThere: 0, events: 1 },
      { _tag: "Queued", mission: "050-a", bodies: 1, events: 0 },
      { _tag: "Recovered", what: "server" }
    )
    expect(done.map((line) => line.slice(9))).toEqual([
      "the server takes what is sent again",
      "delivered 2 bodies of 047-x",
      "048-y: 3 bodies already there",
      "sent 1 event of 049-z",
      "queued 1 body of 050-a"
    ])
    for (const line of done) expect(line).toMatch(/^\d\d:\d\d:\d\d /)
  })

  it("U-37 the first round tells of what is new to the server alone, however many missions there are", () => {
    const { done } = textOf(
      { _tag: "Began", missions: 400, server: "https://kitty.example" },
      { _tag: "Delivered", mission: "047-x", uploaded: 0, alreadyThere: 3, events: 8 }
    )
    expect(done.map((line) => line.slice(9))).toEqual(["watching 400 missions for https://kitty.example; Ctrl-C ends it"])
  })

  it("U-37 many missions that go at once are one line", () => {
    const gone = ["001-a", "002-b", "003-c", "004-d", "005-e"].map((mission) => ({ _tag: "Gone" as const, mission }))
    expect(textOf(...gone).done.map((line) => line.slice(9))).toEqual(["gone: 001-a, 002-b, 003-c and 2 more; what was queued is kept"])
  })

  it("U-21 U-37 faults are lines of their own, with what is kept; what a person has to do is said where there is something", () => {
    const { done, errors, warnings } = textOf(fault("SERVER-06", "warning"), fault("AUTH-01", "error"))
    expect([done, warnings.map((line) => line.slice(9)), errors.map((line) => line.slice(9))]).toEqual([
      [],
      ["warning SERVER-06: It happened. (ECONNREFUSED)  kept: 1 body and 2 events"],
      ["error AUTH-01: It happened. (ECONNREFUSED)  kept: 1 body and 2 events  next: do this"]
    ])
  })

  it("U-37 names of missions can't move the cursor", () => {
    expect(textOf({ _tag: "Appeared", mission: "047\u001b[2J" }).done[0]).not.toContain("\u001b")
  })
})
