import { describe, expect, it } from "@effect/vitest"
import type { Outcome } from "../../../../src/domain/Diagnostic.js"
import { makeStyle } from "../../../../src/programs/cli/render/Style.js"
import { scanView } from "../../../../src/programs/cli/render/scan.js"
import { syncView } from "../../../../src/programs/cli/render/sync.js"
import { syncServerView } from "../../../../src/programs/cli/render/syncServer.js"
import { syncStatusView } from "../../../../src/programs/cli/render/syncStatus.js"
import { body, nowMs, scanReport, serverReport, syncReport, syncStatus } from "./reports.js"

const plain = makeStyle({ color: false, ascii: false, nowMs })
const outcome = <A>(data: A, next: ReadonlyArray<string> = []): Outcome<A> => ({ data, diagnostics: [], exitCode: 0, next })

describe("sync", () => {
  it("U-13 U-23 what arrived, what waits and why, then the failures, then one sentence", () => {
    expect(syncView.text(outcome(syncReport(), ["spec-kitty sync --wait 30s", "spec-kitty sync status"]), plain)).toBe(
      `Mission 047-namespace-aware-artifact-body-sync  ·  main  ·  software-dev v1
  scanned   14 artifacts (3 of 3 required, 1 entry left out)        parity 9f3c1e0b  complete
  events    15 sent, 0 duplicate
  bodies    1 uploaded   1 already there   1 queued   1 skipped   1 failed

  … queued   tasks/WP07.md      index_entry_not_found: the server has not indexed it yet; next try in 2 s
  – skipped  research/图表.png  unsupported_format: .png is not inline text

Failed (1):
  ✘ failed  tasks/WP08.md  rejected: HTTP 400: {"content_body":["too odd"]}

Delivered 2 of 4 bodies to https://kitty.example; 1 body will follow on the next spec-kitty sync.
Next: spec-kitty sync --wait 30s
      spec-kitty sync status`
    )
  })
  it("U-23 queued is said as kept, never as delivered", () => {
    const queued = syncReport({ delivery: "queued" }, {
      events: { sent: 0, duplicate: 0, rejected: 0, queued: 15 },
      bodies: []
    })
    expect(syncView.text(outcome(queued), plain)).toMatch(
      /15 queued\n {2}bodies {4}0 uploaded[^]*Nothing was delivered to https:\/\/kitty\.example\. Everything is kept: 15 events are queued\.$/
    )
  })
  it("without a server it says so", () => {
    expect(syncView.text(outcome(syncReport({ delivery: "nothing", server: null, missions: [] })), plain)).toBe(
      "Nothing was queued and nothing was sent: no server is chosen for this project."
    )
  })
  it("all of it delivered", () => {
    const report = syncReport({ delivery: "delivered" })
    const kept = report.missions.flatMap(({ bodies }) => bodies).slice(0, 2)
    expect(syncView.text(outcome(syncReport({ delivery: "delivered" }, { bodies: kept })), plain))
      .toMatch(/\nDelivered 2 of 2 bodies to https:\/\/kitty\.example\.$/)
  })
})

describe("dossier scan", () => {
  it("what is there, what is missing, what stays here and why", () => {
    expect(scanView.text(outcome(scanReport(), ["spec-kitty sync"]), plain)).toBe(
      `Mission 047-namespace-aware-artifact-body-sync  ·  main  ·  software-dev v1
  scanned   14 artifacts (2 present, 1 to upload)        parity 9f3c1e0b
  step      plan
  required  2 of 3 present        incomplete

  ✘ missing   tasks.md   not_found (plan)
  – skipped   chart.png  unsupported_format: .png
  – left out  link.md    symlink
  • note      spec.md    line_endings: mixed line endings

The dossier events are queued; the next sync delivers them, and the bodies.
Next: spec-kitty sync`
    )
  })
  it("no missions", () => {
    expect(scanView.text(outcome(scanReport({ missions: [] })), plain)).toBe("No missions here: kitty-specs/ holds none that can be read.")
  })
})

describe("files with one reason", () => {
  it("U-13 stand in one line, three of them by name", () => {
    const names = ["a.md", "b.md", "c.md", "d.md", "e.md"]
    const skipped = names.map((name) => body(name, "skipped", { reason_code: "empty_body", reason: "blank" }))
    const text = syncView.text(outcome(syncReport({}, { bodies: skipped })), plain)
    expect(text).toContain("  – skipped  a.md, b.md, c.md and 2 more  empty_body: blank")
  })
})

describe("sync status", () => {
  it("where everything that was captured is now", () => {
    expect(syncStatusView.text(outcome(syncStatus()), plain)).toBe(
      `Delivery queue of 550e8400-e29b-41d4-a716-446655440000
  server    https://kitty.example
  sending   nothing here keeps it back
  answer    not asked; --check asks it
  events    15 captured: 12 delivered, 3 pending
  bodies    16 captured: 12 delivered, 3 pending, 1 quarantined
  oldest    queued for 4 s
  due       in 2 s
  last said server_error: HTTP 503

Refused for good (1):
  ✘ body  047-namespace-aware-artifact-body-sync/tasks/WP08.md  rejected: too odd`
    )
  })
  it("says what keeps it from leaving", () => {
    const said = (more: object) => syncStatusView.text(outcome(syncStatus(more)), plain)
    expect(said({ blocked: "no_server", server: null })).toMatch(/server {4}none\n {2}sending {3}nothing: no server/)
    expect(said({ blocked: "denied" })).toMatch(/SPEC_KITTY_ENABLE_SAAS_SYNC=0/)
    expect(said({ blocked: "no_token" })).toMatch(/no valid token/)
    expect(said({ stalled: true })).toMatch(/more than a day/)
  })
})

describe("sync server", () => {
  it("in every case", () => {
    const said = (change: "none" | "set" | "cleared", server: string | null) =>
      syncServerView.text(outcome(serverReport(change, server)), plain)
    expect(said("none", null)).toBe("This project sends nothing: no server is chosen.")
    expect(said("none", "https://k")).toBe("This project sends to https://k.")
    expect(said("set", "https://k")).toBe("This project now sends to https://k.")
    expect(said("cleared", null)).toBe("This project no longer sends anything. What is queued is kept.")
  })
})

describe("U-09 looks", () => {
  it("--ascii: nothing outside ASCII, names escaped", () => {
    const text = syncView.text(outcome(syncReport()), makeStyle({ color: false, ascii: true, nowMs }))
    expect(text).toMatch(/^[\n -~]*$/)
    expect(text).toContain("- skipped  research/\\u{56fe}\\u{8868}.png")
  })
  it("never colour alone: without its colours the text is the same", () => {
    const coloured = syncView.text(outcome(syncReport()), makeStyle({ color: true, ascii: false, nowMs }))
    // eslint-disable-next-line no-control-regex -- takes our own colours off
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(syncView.text(outcome(syncReport()), plain))
    expect(coloured).not.toBe(syncView.text(outcome(syncReport()), plain))
  })
})
