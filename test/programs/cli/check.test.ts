import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import type { CheckOptions } from "../../../src/programs/check/CheckOptions.js"
import { githubActions } from "../../../src/programs/cli/githubActions.js"
import { noGlobalFlags } from "../../../src/programs/cli/globalFlags.js"
import { outputOptions } from "../../../src/programs/cli/outputOptions.js"
import type { GlobalFlags } from "../../../src/services/GlobalFlags.js"
import { type } from "./support.js"

const asked = (line: string) =>
  Effect.gen(function*() {
    const requests = yield* Ref.make<ReadonlyArray<CheckOptions>>([])
    const captured = yield* type(line, {
      handlers: { check: (request: CheckOptions) => Effect.as(Ref.update(requests, (all) => [...all, request]), 0) }
    })
    return { ...captured, request: (yield* Ref.get(requests))[0] }
  })

const defaults: CheckOptions = { selection: { _tag: "All" }, requirements: ["complete", "clean-contract"], strict: false }

describe("check", () => {
  const rows: ReadonlyArray<readonly [line: string, request: CheckOptions]> = [
    ["check", defaults],
    ["check --all --strict", { ...defaults, strict: true }],
    ["check --mission 047", { ...defaults, selection: { _tag: "One", selector: "047" } }],
    ["check --require delivered", { ...defaults, requirements: ["delivered"] }],
    ["check --require=delivered,complete,delivered --format sarif", { ...defaults, requirements: ["delivered", "complete"] }]
  ]
  it.effect.each(rows)("U-38 %s", ([line, request]) =>
    Effect.map(asked(line), (captured) => {
      expect(captured.request).toEqual(request)
      expect(captured.exitCode).toBe(0)
    }))

  it.effect.each([
    "check --require no-drift", "check --require complete,", "check --require=", "check --mission x --all", "check --format xml"
  ])("U-38 U-06 %s is wrong usage", (line) =>
    Effect.map(asked(line), ({ exitCode, request, stdout }) => expect([exitCode, request, stdout]).toEqual([2, undefined, []])))

  it.effect("U-38 no other command writes its reports", () =>
    Effect.map(asked("sync status --format sarif"), ({ exitCode, stderr }) => {
      expect(exitCode).toBe(2)
      expect(stderr.join("\n")).toContain("does not write sarif")
    }))

  it.effect("U-38 help names the formats, and that delivery is judged only when asked for", () =>
    Effect.map(type("help check"), ({ stdout }) => {
      const words = stdout.join("\n").replace(/\s+/g, " ")
      expect(words).toContain("it is checked only when asked for")
      for (const format of ["github", "sarif", "junit", "markdown"]) expect(words).toContain(format)
    }))
})

describe("in a GitHub workflow", () => {
  const variables = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: "/tmp/summary.md" }
  const changes = (flags: Partial<GlobalFlags>, environment: Record<string, string>) => {
    const facts = { stdoutIsTty: false, stderrIsTty: false, variables: new Map(Object.entries(environment)) }
    const all = { ...noGlobalFlags, ...flags }
    return githubActions(facts, { flags: all, output: outputOptions(all, facts).options })
  }

  it("U-38 U-40 text brings annotations and a summary by itself", () => {
    expect(changes({}, variables)).toEqual({ annotate: true, summaryFile: "/tmp/summary.md" })
    expect(changes({ format: "github" }, variables)).toEqual({ annotate: false, summaryFile: "/tmp/summary.md" })
    expect(changes({}, { GITHUB_ACTIONS: "true" })).toEqual({ annotate: true, summaryFile: null })
  })
  it("U-38 a format that was asked for is written as it is, and elsewhere nothing changes", () => {
    for (const format of ["text", "json", "sarif", "junit", "markdown"] as const) {
      expect(changes({ format }, variables)).toEqual({ annotate: false, summaryFile: null })
    }
    expect(changes({}, { GITHUB_STEP_SUMMARY: "/tmp/summary.md" })).toEqual({ annotate: false, summaryFile: null })
    expect(changes({}, { ...variables, SPEC_KITTY_FORMAT: "json" })).toEqual({ annotate: false, summaryFile: null })
  })
})
