import { describe, expect, it } from "vitest"
import * as Schema from "effect/Schema"
import type { Outcome } from "../../../../src/domain/Diagnostic.js"
import { type PlannedChange, type RowTally, UpgradePlan } from "../../../../src/domain/upgrade/UpgradePlan.js"
import { UpgradeReport } from "../../../../src/domain/upgrade/UpgradeReport.js"
import { UpgradeEnvelope } from "../../../../src/programs/cli/envelopes.js"
import { makeStyle } from "../../../../src/programs/cli/render/Style.js"
import { upgradeView } from "../../../../src/programs/cli/render/upgrade.js"

const style = makeStyle({ color: false, ascii: false, nowMs: 0 })
const meta = (n: number, name = "a"): PlannedChange => ({
  path: `kitty-specs/${String(n).padStart(3, "0")}-${name}/meta.json`,
  kind: "meta",
  action: "rewrite",
  edits: [
    { edit: "rename", from: "feature_slug", to: "mission_slug", count: 1, note: null },
    { edit: "drop", from: "feature_number", to: "mission_number", count: 1, note: "it said 12" }
  ]
})
const tally = (numbers: Partial<RowTally> = {}): RowTally =>
  ({ total: 0, to_copy: 0, to_quarantine: 0, already: 0, of_others: 0, ...numbers })
const planOf = (changes: Partial<ConstructorParameters<typeof UpgradePlan>[0]> = {}) =>
  new UpgradePlan({
    project_uuid: null,
    identity: [{ part: "build.id", step: "make", path: ".kittify/local.yaml", note: null }],
    files: [meta(1)],
    queues: [{
      file: "/home-of-ana/queue.db",
      events: tally({ total: 5013, to_copy: 5000, to_quarantine: 10, of_others: 3 }),
      bodies: tally({ total: 7, to_copy: 7 }),
      quarantine_reasons: { invalid_json: 10 }
    }],
    left_alone: [{ path: "kitty-specs/009-z/meta.json", line: 3, detail: "it is not JSON" }],
    backup_dir: ".kittify/backup",
    continues: null,
    ...changes
  })
const report = (plan: UpgradePlan | null, more: Partial<ConstructorParameters<typeof UpgradeReport>[0]> = {}): Outcome<UpgradeReport> => ({
  data: new UpgradeReport({ dry_run: false, plan, upgraded: null, rolled_back: null, ...more }), diagnostics: [], exitCode: 0, next: []
})
const upgraded = {
  files: 1, events: { copied: 5000, quarantined: 10 }, bodies: { copied: 7, quarantined: 0 }, left_alone: [], backup: ".kittify/backup/0001"
}
const shown = (outcome: Outcome<UpgradeReport>, verbose = false) => upgradeView({ verbose }).text(outcome, style)

describe("upgrade as text", () => {
  it("I-26 U-15 the dry run and the run show the same plan, word for word", () => {
    const dry = shown(report(planOf(), { dry_run: true }))
    const run = shown(report(planOf(), { upgraded }))
    expect(dry.replace("This was a dry run: nothing was written.", "")).toBe(run.slice(0, run.indexOf("Done, ")))
    expect(dry).toBe([
      "Upgrade to contract 3.0.0",
      "  identity  build.id  is made  .kittify/local.yaml",
      "  files     1 to rewrite",
      "  queue     /home-of-ana/queue.db",
      "            events  5 000 to bring over, 10 to quarantine, 3 of other projects, which stay",
      "            bodies  7 to bring over",
      "            quarantine: invalid_json (10)",
      "  originals kept in .kittify/backup",
      "",
      "  meta.json  1  kitty-specs/001-a/meta.json",
      "                feature_slug -> mission_slug (1), feature_number dropped (mission_number is there) (1)",
      "",
      "  – left alone  kitty-specs/009-z/meta.json:3  it is not JSON",
      "",
      "This was a dry run: nothing was written."
    ].join("\n"))
    expect(run).toContain("Done, and read back: 1 file written, 5 000 events (and 10 to quarantine) and 7 bodies brought over.")
  })

  it("I-26 four hundred missions are a screen, and -v lists every file with its edits", () => {
    const plan = planOf({
      files: Array.from({ length: 400 }, (_, n) => meta(n)),
      left_alone: Array.from({ length: 400 }, (_, n) => ({ path: `kitty-specs/${n}`, line: null, detail: "it is not JSON" }))
    })
    const brief = shown(report(plan, { dry_run: true }))
    expect(brief.split("\n").length).toBeLessThan(45)
    expect(brief).toContain("meta.json  400  kitty-specs/000-a/meta.json, kitty-specs/001-a/meta.json, kitty-specs/002-a/meta.json and 397 more")
    expect(brief).toContain("feature_slug -> mission_slug (400)")
    expect(brief).toContain("and 380 more")
    const whole = shown(report(plan, { dry_run: true }), true)
    for (const { path } of plan.files) expect(whole).toContain(`  rewrite  ${path}`)
    expect(whole).toContain("feature_number dropped (mission_number is there): it said 12")
  })

  it("says what there is to say where there is nothing to do, where it goes on, and where it went back", () => {
    expect(shown(report(planOf({ files: [], queues: [], left_alone: [] }), { dry_run: true })))
      .toBe("Upgrade to contract 3.0.0\n\nNothing to upgrade. Nothing was written.")
    expect(shown(report(planOf({ continues: ".kittify/backup/0003" })))).toContain("an upgrade that was interrupted: .kittify/backup/0003")
    const rolledBack = { files: 2, rows: 1, left_alone: [{ path: "a", line: null, detail: "it was changed" }], backup: "b/0001", older: 0 }
    expect(shown(report(null, { rolled_back: rolledBack }))).toBe([
      "Rollback of the newest upgrade",
      "  – left alone  a  it was changed",
      "2 files are as before the upgrade; 1 row taken out of the project's queue again.",
      "The backup b/0001 is kept, with the originals of what was left alone."
    ].join("\n"))
  })

  it("S24 no name of a file or a row moves the cursor", () => {
    const evil = "\u001b[2J\r\u202eevil\n"
    const plan = planOf({
      files: [{ ...meta(1, evil), edits: [{ edit: "rename", from: evil, to: evil, count: 1, note: evil }] }],
      queues: [{ file: evil, events: tally(), bodies: tally(), quarantine_reasons: { [evil]: 1 } }],
      left_alone: [{ path: evil, line: 1, detail: evil }],
      identity: [{ part: "build.id", step: "make", path: evil, note: evil }],
      backup_dir: evil,
      continues: evil
    })
    for (const verbose of [false, true]) {
      // eslint-disable-next-line no-control-regex -- control characters are what it must not hold
      expect(shown(report(plan, { upgraded: { ...upgraded, backup: evil } }), verbose)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    }
  })

  it("U-01 as JSON it is one envelope of upgrade@1", () => {
    const text = upgradeView({ verbose: false }).json(report(planOf(), { upgraded }))
    const decoded = Schema.decodeUnknownSync(Schema.parseJson(UpgradeEnvelope))(text)
    expect([decoded.schema, decoded.data?.plan?.files.length, decoded.data?.upgraded]).toEqual(["upgrade@1", 1, upgraded])
  })
})
