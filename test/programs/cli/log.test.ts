import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Handler } from "../../../src/programs/cli/Invocation.js"
import { terminal, type as typed } from "./support.js"

const escape = "\u001b[2J\u202e\n"
const talkative: Handler<unknown> = () =>
  Effect.zipRight(Effect.logInfo(`about ${escape}`), Effect.logDebug("more")).pipe(Effect.annotateLogs({ file: escape }), Effect.as(0))
const logged = (line: string, variables: Readonly<Record<string, string>> = {}) =>
  Effect.map(
    typed(`sync ${line}`, { handlers: { sync: talkative }, terminal: terminal(variables) }),
    ({ stderr }) => stderr
  )

describe("the log", () => {
  it.effect("U-02 U-12 is silent unless it is asked for", () =>
    Effect.gen(function*() {
      for (const line of ["", "--json", "--format ndjson", "--log-format json", "-v --log-level none"]) expect(yield* logged(line), line).toEqual([])
    }))
  it.effect("U-12 -v is info, -vv and -v -v are debug; --log-level wins, and a flag wins over the variable", () =>
    Effect.gen(function*() {
      const lines = (line: string, level = "none") => Effect.map(logged(line, { SPEC_KITTY_LOG_LEVEL: level }), (log) => log.length)
      expect(yield* lines("")).toBe(0)
      expect(yield* lines("", "debug")).toBe(2)
      expect(yield* lines("-v")).toBe(1)
      expect(yield* lines("--verbose --json")).toBe(1)
      expect(yield* lines("-vv")).toBe(2)
      expect(yield* lines("-v -v")).toBe(2)
      expect(yield* lines("-v --log-level debug")).toBe(2)
      expect(yield* lines("-vv --log-level info")).toBe(1)
    }))
  it.effect("U-12 S28 as text or as JSON a line is one line, and nothing in it acts on a terminal", () =>
    Effect.gen(function*() {
      for (const line of ["-vv", "-vv --log-format text", "-vv --log-format json"]) {
        const log = yield* logged(line)
        expect(log).toHaveLength(2)
        for (const one of log) expect(one, line).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }
      const [first = ""] = yield* logged("-v --log-format json")
      expect(JSON.parse(first)).toMatchObject({ message: `about ${escape}`, logLevel: "INFO", annotations: { file: escape } })
    }))
})
