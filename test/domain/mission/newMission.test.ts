import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { isLegacyName } from "../../../src/domain/mission/legacyFields.js"
import { nameBehindNumber, nextMissionNumber, numberedName, numberInName } from "../../../src/domain/mission/missionNumbers.js"
import { newMissionFiles } from "../../../src/domain/mission/newMissionFiles.js"
import { metaText, NewMissionMeta } from "../../../src/domain/mission/NewMissionMeta.js"

const named = (...names: ReadonlyArray<string>) => names.map((name) => ({ name, meta: null }))
const withNumber = (mission_number: string | number | null) => ({ name: "harbour-guide-01KRC4HN", meta: { mission_number } })

describe("the next number", () => {
  it("I-22 is above every number of a directory, and of a meta.json whose directory has none", () => {
    expect(nextMissionNumber([])).toBe(1)
    expect(nextMissionNumber(named("001-a", "003-b", "x", "007"))).toBe(8)
    expect(nextMissionNumber([...named("003-b"), withNumber(12)])).toBe(13)
    expect(nextMissionNumber([...named("003-b"), withNumber("041")])).toBe(42)
    expect(nextMissionNumber([...named("999-b"), withNumber(null), withNumber("x")])).toBe(1000)
  })

  it("I-22 what can be no mission's number is not counted: a moment, a fraction, a negative one", () => {
    expect(nextMissionNumber([...named("1712345678901-import"), withNumber(-4), withNumber(2.5), withNumber(2 ** 60), withNumber("1e3")])).toBe(1)
  })

  it.prop("I-22 is no number that is there, and its directory says it", { numbers: FastCheck.array(FastCheck.integer({ min: 1, max: 999_999 })) }, ({ numbers }) => {
    const next = nextMissionNumber(named(...numbers.map((number) => numberedName(number, "a"))))
    expect(numbers.every((number) => number < next)).toBe(true)
    expect(numberInName(numberedName(next, "a-b"))).toBe(next)
    expect(nameBehindNumber(numberedName(next, "a-b"))).toBe("a-b")
  })
})

const meta = Schema.decodeUnknownSync(NewMissionMeta)({
  created_at: "2026-11-21T12:51:28.194Z",
  friendly_name: "Rechnungen „neu“",
  mission_number: 7,
  mission_slug: "007-invoice-export",
  mission_type: "software-dev",
  slug: "007-invoice-export",
  target_branch: "release/2.x"
})

describe("what a new mission holds", () => {
  it("I-22 I-03 meta.json has the seven keys, sorted, indented by two, characters beyond ASCII as they are", () => {
    expect(metaText(meta)).toBe(`{
  "created_at": "2026-11-21T12:51:28.194Z",
  "friendly_name": "Rechnungen „neu“",
  "mission_number": 7,
  "mission_slug": "007-invoice-export",
  "mission_type": "software-dev",
  "slug": "007-invoice-export",
  "target_branch": "release/2.x"
}
`)
    expect(Object.keys(JSON.parse(metaText(meta))).filter(isLegacyName)).toEqual([])
  })

  it("I-22 an empty log, a word about work packages and three empty folders; no artifact that is asked for", () => {
    const { files, folders } = newMissionFiles(meta)
    expect(files.map(({ path }) => path)).toEqual(["meta.json", "status.events.jsonl", "tasks/README.md"])
    expect(files.find(({ path }) => path === "status.events.jsonl")?.text).toBe("")
    expect(folders).toEqual(["checklists", "contracts", "research"])
  })
})
