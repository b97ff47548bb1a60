import { describe, expect, it } from "vitest"
import { retiredField } from "../../../src/domain/contract/forbiddenNames.js"
import type { DiagnosedItem } from "../../../src/domain/sync/QueueDiagnosis.js"
import { refuser, remedyFor, toldFaults } from "../../../src/domain/sync/remedyFor.js"
import { changedContent, foreignRow, noText } from "../../../src/domain/sync/Unusable.js"

type Patient = Parameters<typeof remedyFor>[0]

const fault = (pointer: string, rule = "is required"): DiagnosedItem["faults"][number] => ({ pointer, rule, fix: "add it" })
const body = (changes: Partial<Patient>): Patient =>
  ({ id: 7, kind: "body", mission_slug: "012-tea", subject: "spec.md", refused_by: null, faults: [], ...changes })
const event = (subject: string, changes: Partial<Patient>): Patient => body({ kind: "event", subject, ...changes })

const show = "spec-kitty sync queue show 7 --content"
const sync = "spec-kitty sync --mission 012-tea"
const retry = "spec-kitty sync queue retry 7"
const drop = "spec-kitty sync queue drop 7 --reason TEXT"

describe("what to do about an item", () => {
  const cases: ReadonlyArray<readonly [what: string, item: Patient, next: ReadonlyArray<string>]> = [
    ["a body whose content breaks a rule", body({ faults: [fault("/content_body")] }), [show, sync, drop]],
    ["a body whose other fields do", body({ faults: [fault("/target_branch")] }), [sync, drop]],
    ["a body that changed on disk", body({ faults: [{ ...changedContent, fix: "" }] }), [sync, drop]],
    ["an event that a scan makes", event("MissionDossierArtifactIndexed", { faults: [fault("/payload")] }), [sync, drop]],
    ["an event that happened once", event("WPStatusChanged", { faults: [fault("/payload")] }), [show, drop]],
    ["a retired name", event("HistoryAdded", { faults: [fault("/payload/mission_key", retiredField)] }), ["spec-kitty upgrade --dry-run", show, drop]],
    ["a body that the server refused", body({ refused_by: "server" }), [show, sync, retry, drop]],
    ["an event that the server refused", event("HistoryAdded", { refused_by: "server" }), [show, retry, drop]],
    ["what the gate refused and would take now", event("HistoryAdded", { refused_by: "gate" }), [retry, show]],
    ["what upgrade could not read", event("HistoryAdded", { refused_by: "upgrade", faults: [{ ...foreignRow, fix: "" }] }), [show, drop]]
  ]
  for (const [what, item, next] of cases) {
    it(`U-22 N-11 ${what}: ${next.length} commands and a sentence`, () => {
      const remedy = remedyFor(item)
      expect(remedy.next).toEqual(next)
      expect(remedy.advice).toMatch(/\.$/)
    })
  }

  it("S24 a mission's name that a shell would read as more than a word is in no command", () => {
    for (const mission_slug of ["; rm -rf /", "$(id)", "-C /etc", "a b", "", null]) {
      expect(remedyFor(body({ mission_slug, faults: [fault("/content_body")] })).next).toEqual([show, "spec-kitty sync --all", drop])
    }
  })

  it("G-D8 who refused it is told by its code, and by where it came from", () => {
    expect([refuser("contract", false), refuser("hash_mismatch", false), refuser("undecodable_row", false)]).toEqual(["gate", "gate", "gate"])
    expect([refuser("schema_mismatch", false), refuser(null, false)]).toEqual(["server", "server"])
    expect(refuser("contract", true)).toBe("upgrade")
  })

  it("N-11 what is wrong with the row itself is nothing to be corrected in a payload", () => {
    const content = { pointer: "/content_body", rule: "must be NFC" }
    for (const other of [changedContent, noText, { pointer: "/lamport_clock", rule: "is required" }]) {
      expect(toldFaults("body", [other, content]).map(({ fix }) => fix)).toEqual([null, "correct its value"])
      expect(toldFaults("event", [other, content]).map(({ fix }) => fix)).toEqual([null, null])
    }
  })

  it("N-11 a retired name is told once, as what it is", () => {
    const [unknown, retired] = [{ pointer: "/x", rule: "is not a field of this contract" }, { pointer: "/x", rule: retiredField }]
    const other = { pointer: "/y", rule: "is not a field of this contract" }
    expect(toldFaults("event", [unknown, retired, other])).toEqual([{ ...retired, fix: null }, { ...other, fix: null }])
  })
})
