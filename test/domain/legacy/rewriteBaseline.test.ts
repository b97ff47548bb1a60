import { describe, expect, it } from "@effect/vitest"
import { createHash } from "node:crypto"
import { countEdits } from "../../../src/domain/legacy/fileEdits.js"
import { missionForEvents } from "../../../src/domain/legacy/missionForEvents.js"
import { baselineKeyText, rewriteBaseline } from "../../../src/domain/legacy/rewriteBaseline.js"

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")

const key = {
  project_uuid: "550e8400-e29b-41d4-a716-446655440000",
  node_id: "abcdef123456",
  mission_slug: "042-local-mission-dossier",
  target_branch: "2.x",
  mission_type: "software-dev",
  manifest_version: "1"
}
const { mission_slug, mission_type, ...others } = key
const oldKey = { ...others, feature_slug: mission_slug, mission_key: mission_type }
const file = (baseline_key: object, baseline_key_hash: string | null) => JSON.stringify({ baseline_key, baseline_key_hash, captured_by: "x" }, null, 2)

describe("rewriteBaseline", () => {
  it.each([
    ["2.x", "41bb62ea57b8127f78a5b84a74f418c48ea9216bb9760e3de404c1c2ed14744c"],
    ["fonctionnalité", "4efffba96095e736484601541f7dcfbdd50011c9369e9d390751a43937c0842f"]
  ])("I-38 the hash of a key on %s is the original's", (target_branch, hash) => {
    expect(sha256(baselineKeyText({ ...key, target_branch }) ?? "")).toBe(hash)
  })

  it("I-38 the key's names change, and its hash with it where it was the key's", () => {
    const before = file(oldKey, sha256(baselineKeyText(oldKey) ?? ""))
    const { edits, text } = rewriteBaseline(before, sha256)
    expect(JSON.parse(text)).toEqual({ baseline_key: key, baseline_key_hash: "41bb62ea57b8127f78a5b84a74f418c48ea9216bb9760e3de404c1c2ed14744c", captured_by: "x" })
    expect(countEdits(edits)).toEqual([
      { edit: "rename", from: "feature_slug", to: "mission_slug", count: 1, note: "baseline_key_hash is computed anew" },
      { edit: "rename", from: "mission_key", to: "mission_type", count: 1, note: null }
    ])
    expect(rewriteBaseline(text, sha256)).toEqual({ text, edits: [] })
  })

  it("I-38 a hash of something else stays, and that is said", () => {
    const { edits, text } = rewriteBaseline(file(oldKey, "0".repeat(64)), sha256)
    expect(JSON.parse(text)).toMatchObject({ baseline_key: key, baseline_key_hash: "0".repeat(64) })
    expect(edits[0]?.note).toBe("baseline_key_hash was not that of the key and stays")
  })

  it.each([
    ["canonical", file(key, sha256(baselineKeyText(key) ?? "")), 0],
    ["without a hash", JSON.stringify({ baseline_key: oldKey }), 2],
    ["a key that is no object", JSON.stringify({ baseline_key: ["x"], feature_slug: 1, baseline_key_hash: "y" }), 1],
    ["no object", "[1]", 0]
  ])("I-38 G-Q13 %s", (_what, before, count) => {
    const { edits, text } = rewriteBaseline(before, sha256)
    expect(edits.length).toBe(count)
    expect(text).toBe(before.replace("feature_slug", "mission_slug").replace("mission_key", "mission_type"))
  })
})

describe("missionForEvents", () => {
  it.each<[unknown, number | null]>([[71, 71], ["071", 71], ["0", null], [0, null], [-1, null], [1.5, null], ["7a", null], [null, null], ["9".repeat(30), null]])(
    "I-38 mission_number %j gives %j", (mission_number, number) => {
      expect(missionForEvents("x", { mission_number }, new Set()).number).toBe(number)
    })

  it.each<[unknown, string | null]>([["plan", "plan"], ["", null], [5, null], [undefined, null]])("I-38 mission_type %j gives %j", (mission_type, type) => {
    expect(missionForEvents("x", { mission_type }, new Set()).type).toBe(type)
  })

  it("I-38 no object gives nothing", () => {
    expect(missionForEvents("x", [1], new Set(["A"]))).toEqual({ slug: "x", number: null, type: null, directRepoEvents: new Set(["A"]) })
  })
})
