import { describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import { countEdits } from "../../../src/domain/legacy/fileEdits.js"
import { rewriteLog } from "../../../src/domain/legacy/rewriteLog.js"
import { legacyField } from "../../../src/domain/mission/legacyFields.js"
import { parseJsonLines } from "../../../src/domain/mission/jsonLines.js"
import { textOf, writtenObject } from "./jsonTexts.js"

const line = (id: string, slugKey: string, extra = "") =>
  `{"actor": {"role": "dev"}, "event_id": "${id}", "execution_mode": "worktree", "${slugKey}": "071-x", "reason": "a \\u2014 b", "wp_id": "WP01"${extra}}`

describe("rewriteLog", () => {
  it("I-36 I-38 lines keep order, ids, unknown keys, blank lines and their ends", () => {
    const log = (key: string) =>
      `${line("A", key)}\n\n  \r\n${line("B", key, ", \"work_package_id\": 12345678901234567890")}\r\n{"event_id": "C", "kind": "note"}\n${line("D", key)}`
    const { badLines, edits, text } = rewriteLog(log("feature_slug"))
    expect(text).toBe(log("mission_slug"))
    expect(badLines).toEqual([])
    expect(countEdits(edits)).toEqual([{ edit: "rename", from: "feature_slug", to: "mission_slug", count: 3, note: null }])
  })

  it("I-36 a line with both names keeps the canonical one, a line with neither gets none", () => {
    expect(rewriteLog("{\"feature_slug\":\"a\",\"mission_slug\":\"b\"}\n{\"event_id\":\"A\"}\n").text).toBe("{\"mission_slug\":\"b\"}\n{\"event_id\":\"A\"}\n")
  })

  it("I-36 old names inside a line's objects too; mission is none of them", () => {
    expect(rewriteLog("{\"mission\":\"plan\",\"policy_metadata\":{\"feature_slug\":\"a\",\"mission_key\":\"b\"}}").text)
      .toBe("{\"mission\":\"plan\",\"policy_metadata\":{\"mission_slug\":\"a\",\"mission_type\":\"b\"}}")
  })

  it("I-38 G-Q13 lines that are no JSON are named by number and stay; the others are rewritten", () => {
    const log = "{\"feature_slug\":1}\n{\"feature_slug\": \n<<<<<<< HEAD\n{\"feature_slug\":2}\n{\"feature_slug\":3"
    expect(rewriteLog(log)).toMatchObject({
      text: "{\"mission_slug\":1}\n{\"feature_slug\": \n<<<<<<< HEAD\n{\"mission_slug\":2}\n{\"feature_slug\":3",
      badLines: [2, 3, 5]
    })
  })

  it("I-38 the ids of what was done in the repository itself", () => {
    const log = "{\"event_id\":\"A\",\"execution_mode\":\"direct_repo\"}\n{\"event_id\":5,\"execution_mode\":\"direct_repo\"}\n[\"direct_repo\"]\n{\"event_id\":\"B\",\"execution_mode\":\"worktree\"}\n"
    expect([...rewriteLog(log).directRepoEvents]).toEqual(["A"])
  })

  const part = FastCheck.oneof(
    writtenObject.map((node) => textOf(node).replace(/[\r\n]/g, " ")),
    FastCheck.constantFrom("", "  ", "{", "{\"feature_slug\":", "null", "[]", "\u00a0")
  )
  const log = FastCheck.array(FastCheck.tuple(part, FastCheck.constantFrom("\n", "\r\n")))

  it("I-36 G-M4 any log: no live reader refuses a line afterwards, bad and clean lines are as before, a second pass changes nothing", () => {
    FastCheck.assert(FastCheck.property(log, (parts) => {
      const before = parts.map(([text, end]) => text + end).join("")
      const first = rewriteLog(before)
      expect(parseJsonLines(first.text).lines.map(({ value }) => legacyField("status.events.jsonl", value)).filter((field) => field !== null)).toEqual([])
      expect(first.text.split("\n").length).toBe(before.split("\n").length)
      const after = first.text.split("\n")
      before.split("\n").forEach((text, index) => {
        if (first.badLines.includes(index + 1) || !/feature|mission_key|\\u00/.test(text)) expect(after[index]).toBe(text)
      })
      expect(rewriteLog(first.text)).toMatchObject({ text: first.text, edits: [], badLines: first.badLines })
    }), { numRuns: 500 })
  })
})
