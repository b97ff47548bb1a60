import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { Diagnostic, type Outcome } from "../../../../src/domain/Diagnostic.js"
import { DemoEnvelope, ScanEnvelope, SyncEnvelope, SyncServerEnvelope, SyncStatusEnvelope } from "../../../../src/programs/cli/envelopes.js"
import { alignColumns, displayWidth } from "../../../../src/programs/cli/render/columns.js"
import { diagnosticText } from "../../../../src/programs/cli/render/diagnostics.js"
import { escapeAscii, escapeJson, escapeText } from "../../../../src/programs/cli/render/escape.js"
import { demoView } from "../../../../src/programs/cli/render/plain.js"
import { scanView } from "../../../../src/programs/cli/render/scan.js"
import { makeStyle } from "../../../../src/programs/cli/render/Style.js"
import { syncView } from "../../../../src/programs/cli/render/sync.js"
import { syncServerView } from "../../../../src/programs/cli/render/syncServer.js"
import { syncStatusView } from "../../../../src/programs/cli/render/syncStatus.js"
import { bodies, nowMs, scanReport, serverReport, syncReport, syncStatus } from "./reports.js"

const style = makeStyle({ color: false, ascii: false, nowMs })
/** OSC 52 writes the clipboard, OSC 8 hides a link, CSI moves the cursor, U+009B is CSI in one character. */
const attacks = ["\u001b]52;c;aGk=\u0007", "\u001b]8;;https://evil\u001b\\", "\u0007", "\u001b[2J", "\u009b31m", "\u202egpj.exe", "\u2066", "\r", "\n", "\u2028", "\ud800"]
const dangerous = /[^\n\P{C}]|[\p{Zl}\p{Zp}]/u

describe("S28 G-N9 text of others can't act on the terminal", () => {
  for (const attack of attacks) {
    it(JSON.stringify(attack), () => {
      expect(escapeText(`a${attack}b`)).not.toMatch(/\p{Cc}|\p{Zl}|\p{Cs}|[\u202e\u2066]/u)
      const hostile = bodies.map((body) => ({ ...body, artifact_path: `x${attack}.md`, reason: attack, reason_code: attack }))
      const data = syncReport({ server: `https://a${attack}` }, { bodies: hostile })
      const text = syncView.text({ data, diagnostics: [], exitCode: 0, next: [] }, style)
      expect(text).not.toMatch(dangerous)
      expect(text.split("\n")).toHaveLength(syncView.text({ data: syncReport(), diagnostics: [], exitCode: 0, next: [] }, style).split("\n").length)
      const diagnostic = new Diagnostic({ severity: "error", code: "X-01", message: attack, why: attack, fix: attack, target: attack })
      expect(diagnosticText(diagnostic, style)).not.toMatch(dangerous)
    })
  }
  it("names in other scripts stay readable", () => {
    expect(escapeText("图表 café नमस्ते 👩‍💻.md")).toBe("图表 café नमस्ते 👩‍💻.md")
    expect(escapeAscii("café.md")).toBe("caf\\u{e9}.md")
  })
  it.prop("escaped JSON decodes to the same value and shows nothing hidden", [FastCheck.string({ unit: "binary" })], ([value]) => {
    const text = escapeJson(JSON.stringify(value))
    expect(JSON.parse(text)).toBe(value)
    expect(text).not.toMatch(/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u)
  })
})

describe("U-05 every JSON value decodes with its published schema", () => {
  const diagnostic = new Diagnostic({ severity: "error", code: "X-01", message: "m", why: null, fix: null, target: null })
  const answer = <A>(data: A): Outcome<A> => ({ data, diagnostics: [diagnostic], exitCode: 5, next: ["spec-kitty sync"] })
  const rows: ReadonlyArray<readonly [string, string, (text: string) => unknown]> = [
    ["dossier-scan@1", scanView.json(answer(scanReport())), Schema.decodeSync(Schema.parseJson(ScanEnvelope))],
    ["sync@1", syncView.json(answer(syncReport())), Schema.decodeSync(Schema.parseJson(SyncEnvelope))],
    ["sync-status@1", syncStatusView.json(answer(syncStatus())), Schema.decodeSync(Schema.parseJson(SyncStatusEnvelope))],
    ["sync-server@1", syncServerView.json(answer(serverReport("none", null))), Schema.decodeSync(Schema.parseJson(SyncServerEnvelope))],
    ["demo@1", demoView.json(answer({ kept: null })), Schema.decodeSync(Schema.parseJson(DemoEnvelope))]
  ]
  for (const [schema, json, decode] of rows) {
    it(schema, () => {
      expect(decode(json)).toMatchObject({ schema, ok: false, exit_code: 5, next: ["spec-kitty sync"] })
      const keys = [...json.matchAll(/"([A-Za-z_@0-9]+)":/g)].map(([, key]) => key)
      for (const key of keys) expect(key).toMatch(/^[a-z0-9_]+$/)
    })
  }
})

describe("columns", () => {
  it("count cells, not code units", () => {
    expect([..."a图é"].map(displayWidth)).toEqual([1, 2, 1])
    expect(displayWidth("e\u0301")).toBe(1)
    expect(displayWidth("👩‍💻")).toBe(2)
    expect(alignColumns([["图", "x"], ["abc", "y"]])).toEqual(["图   x", "abc  y"])
  })
})
