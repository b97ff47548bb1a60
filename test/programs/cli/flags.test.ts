import { describe, expect, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import type { GlobalFlags } from "../../../src/services/GlobalFlags.js"
import { noGlobalFlags, parseGlobalFlags } from "../../../src/programs/cli/globalFlags.js"
import { outputOptions } from "../../../src/programs/cli/outputOptions.js"
import { suggest } from "../../../src/programs/cli/suggest.js"

const samples: ReadonlyArray<readonly [words: ReadonlyArray<string>, flags: Partial<GlobalFlags>]> = [
  [["--json"], { format: "json" }],
  [["--format", "json"], { format: "json" }],
  [["--format=text"], { format: "text" }],
  [["--color", "never"], { color: "never" }],
  [["--quiet"], { quiet: true }],
  [["-q"], { quiet: true }],
  [["--log-level", "debug"], { logLevel: "debug" }],
  [["--log-format", "json"], { logFormat: "json" }],
  [["--no-input"], { noInput: true }],
  [["--project", "/p"], { project: "/p" }],
  [["-C", "/p"], { project: "/p" }],
  [["--project=-odd"], { project: "-odd" }],
  [["--timeout", "2m"], { timeout: Duration.minutes(2) }],
  [["--ascii"], { ascii: true }],
  [["--config", "c.yaml"], { config: "c.yaml" }],
  [["--help"], { help: true }],
  [["-h"], { help: true }],
  [["--version"], { version: true }]
]

describe("global flags", () => {
  it.prop(
    "stand anywhere on the line before --, and leave the rest in its order",
    [
      FastCheck.subarray([...samples], { minLength: 1 }),
      FastCheck.array(FastCheck.constantFrom("sync", "now", "--mission=047", "--all", "https://a", "-")),
      FastCheck.array(FastCheck.constantFrom("--json", "-q", "x")),
      FastCheck.infiniteStream(FastCheck.nat())
    ],
    ([chosen, others, forced, places]) => {
      const line: Array<ReadonlyArray<string>> = others.map((word) => [word])
      for (const [words] of chosen) line.splice((places.next().value ?? 0) % (line.length + 1), 0, words)
      const inOrder = line.flatMap((words) => samples.filter(([sample]) => sample === words))
      const tail = forced.length === 0 ? [] : ["--", ...forced]
      const parsed = parseGlobalFlags([...line.flat(), ...tail])
      expect(parsed.problems).toEqual([])
      expect(parsed.rest).toEqual([...others, ...tail])
      const flags = inOrder.reduce<GlobalFlags>((all, [, one]) => ({
        ...all, ...one, formats: [...all.formats, ...Option.toArray(Option.fromNullable(one.format))]
      }), noGlobalFlags)
      expect(parsed.flags).toEqual(flags)
    }
  )
  it("the last one wins", () => {
    expect(parseGlobalFlags(["--json", "--format", "text"]).flags.format).toBe("text")
  })
  it("U-12 -v adds up, wherever it stands", () => {
    const verbosity = (...words: ReadonlyArray<string>) => parseGlobalFlags(words).flags.verbosity
    expect([verbosity("sync"), verbosity("-v", "sync"), verbosity("sync", "-v", "--verbose"), verbosity("sync", "-vv")]).toEqual([0, 1, 2, 2])
    expect(parseGlobalFlags(["-v=3"]).problems).toHaveLength(1)
  })
  it.prop("never fails, whatever is typed", [FastCheck.array(FastCheck.string())], ([words]) => {
    const { problems, rest } = parseGlobalFlags(words)
    expect(rest.length + problems.length).toBeLessThanOrEqual(words.length)
  })
})

const options = (
  words: ReadonlyArray<string>,
  variables: Readonly<Record<string, string>>,
  tty = true
) => outputOptions(parseGlobalFlags(words).flags, {
  stdoutIsTty: tty,
  stderrIsTty: tty,
  variables: new Map(Object.entries(variables))
})

describe("U-09 U-10 how a run writes", () => {
  const rows: ReadonlyArray<readonly [what: string, words: string, variables: Record<string, string>, tty: boolean, color: boolean]> = [
    ["a terminal", "", {}, true, true],
    ["a pipe", "", {}, false, false],
    ["NO_COLOR", "", { NO_COLOR: "1" }, true, false],
    ["TERM=dumb", "", { TERM: "dumb" }, true, false],
    ["FORCE_COLOR on a pipe", "", { FORCE_COLOR: "1" }, false, true],
    ["FORCE_COLOR=0 at a terminal", "", { FORCE_COLOR: "0" }, true, false],
    ["FORCE_COLOR beats NO_COLOR", "", { FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
    ["--color always beats everything", "--color always", { NO_COLOR: "1", TERM: "dumb", FORCE_COLOR: "0" }, false, true],
    ["--color never beats everything", "--color never", { FORCE_COLOR: "1" }, true, false],
    ["--json has none", "--json --color always", { FORCE_COLOR: "1" }, true, false]
  ]
  for (const [what, words, variables, tty, color] of rows) {
    it(`${what}: ${color ? "colour" : "no colour"}`, () => {
      const decided = options(words.split(" "), variables, tty).options
      expect([decided.stdoutColor, decided.stderrColor]).toEqual([color, color])
    })
  }
  it("moving lines only for a person at a terminal", () => {
    expect(options([], {}).options.progress).toBe(true)
    expect(options([], {}, false).options.progress).toBe(false)
    for (const words of [["--json"], ["--quiet"]]) expect(options(words, {}).options.progress).toBe(false)
    for (const variables of [{ CI: "true" }, { TERM: "dumb" }]) expect(options([], variables).options.progress).toBe(false)
  })
  it("ASCII by flag or by a locale that is not UTF-8, the first of LC_ALL, LC_CTYPE, LANG that is set", () => {
    expect(options([], {}).options.ascii).toBe(false)
    expect(options(["--ascii"], { LANG: "en_US.UTF-8" }).options.ascii).toBe(true)
    expect(options([], { LANG: "C" }).options.ascii).toBe(true)
    expect(options([], { LANG: "C", LC_ALL: "C.utf8" }).options.ascii).toBe(false)
    expect(options([], { LANG: "en_US.UTF-8", LC_CTYPE: "POSIX" }).options.ascii).toBe(true)
  })
  it("SPEC_KITTY_FORMAT and SPEC_KITTY_LOG_LEVEL are defaults; a wrong one is told, unless a flag makes it irrelevant", () => {
    expect(options([], { SPEC_KITTY_FORMAT: "json", SPEC_KITTY_LOG_LEVEL: "info" }).options)
      .toMatchObject({ format: "json", logLevel: "info" })
    expect(options([], { SPEC_KITTY_FORMAT: "xml" }).problems.map(({ target }) => target)).toEqual(["SPEC_KITTY_FORMAT"])
    expect(options(["--json"], { SPEC_KITTY_FORMAT: "xml" }).problems).toEqual([])
  })
})

describe("U-20 suggestions", () => {
  const known = ["--mission", "--all", "--wait", "--json"]
  it("offers what is near, and nothing for what is not", () => {
    expect(suggest("--misison", known)).toBe("--mission")
    expect(suggest("--al", known)).toBe("--all")
    expect(suggest("--miss", known)).toBe("--mission")
    expect(suggest("--verbose", known)).toBeUndefined()
  })
  it("never for the names of before, however near", () => {
    expect(suggest("--feature", ["--features"])).toBeUndefined()
    expect(suggest("feature-state", ["feature-stat"])).toBeUndefined()
  })
})
