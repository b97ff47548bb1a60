import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Schema from "effect/Schema"
import { CheckRequirement } from "../../../../src/domain/check/CheckRequirement.js"
import { type Finding, finding, Severity } from "../../../../src/domain/check/Finding.js"
import { RuleId } from "../../../../src/domain/check/rules.js"
import { CheckEnvelope } from "../../../../src/programs/cli/envelopes.js"
import { escapeText } from "../../../../src/programs/cli/render/escape.js"
import { checkView } from "../../../../src/programs/cli/render/check.js"
import { makeStyle } from "../../../../src/programs/cli/render/Style.js"
import { aFinding, checkOutcome, checkReport } from "../../../fixtures/checkReport.js"
import { decodeSarif } from "../../../fixtures/sarifShape.js"

const style = makeStyle({ color: false, ascii: false, nowMs: 0 })
const view = checkView({ version: "1.2.3", annotate: false })
type Format = "github" | "sarif" | "junit" | "markdown"
const written = (format: Format, findings: ReadonlyArray<Finding>, more = {}): string =>
  view.reports[format]?.(checkOutcome(checkReport(findings, more))) ?? "no such format"
const text = (findings: ReadonlyArray<Finding>, more = {}, annotate = false): string =>
  checkView({ version: "1.2.3", annotate }).text(checkOutcome(checkReport(findings, more)), style)

const docs = fs.readFileSync(path.join(import.meta.dirname, "..", "..", "..", "..", "docs", "ci.md"), "utf8")
const matcher = new RegExp(Schema.decodeUnknownSync(Schema.parseJson(Schema.String))(/"regexp": (".*")/.exec(docs)?.[1] ?? ""))

/** Names and words that mean something to one of the formats. */
const traps = [
  "\n::error::planted", "%0A::warning::x", "##[error]x", "a,b:c=d", "100%", "](https://evil.example)", "[x](y)", "|", "<b>&amp;",
  "]]>", "'\"", "`code`", "*_~#", "@someone", "https://evil.example", "www.evil.example", "\u001b[31m", "\u0000", "\u202e", "\ufffe",
  "\r\n", "\t", "日本語 🐈", "caf\u00e9", "\ud800", "\\", "{0}", "-->", ":12:3: error: x"
]
const words = fc.array(fc.oneof(fc.constantFrom(...traps), fc.string({ unit: "binary", maxLength: 8 })), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("")).filter((it) => it !== "")
const position = fc.option(fc.integer({ min: 1, max: 9999 }), { nil: null })
const findings = fc.array(
  fc.record({
    rule_id: fc.constantFrom(...RuleId.literals),
    requirement: fc.constantFrom(...CheckRequirement.literals),
    severity: fc.constantFrom(...Severity.literals),
    message: words,
    path: words.map((it) => `kitty-specs/${it}`),
    line: position,
    column: position,
    mission_slug: fc.option(fc.constantFrom("001-a", "b<&\">\n", "::c"), { nil: null }),
    fix: fc.option(words, { nil: null })
  }).map((it) => finding({ ...it, column: it.line === null ? null : it.column })),
  { maxLength: 6 }
)
const forAll = (holds: (all: ReadonlyArray<Finding>) => void) => fc.assert(fc.property(findings, holds), { numRuns: 300 })

describe("text", () => {
  it("U-39 each finding is one line that the problem matcher of docs/ci.md takes apart", () => {
    forAll((all) => {
      const matched = text(all).split("\n").flatMap((line) => {
        const found = matcher.exec(line)
        return found === null ? [] : [found.slice(1)]
      })
      expect(matched).toEqual(checkReport(all).findings.map((it) => [
        escapeText(it.path).replaceAll(": ", ":\\u{20}"), String(it.line ?? 1), String(it.column ?? 1), it.severity,
        `${escapeText(it.message)} [${it.rule_id}]`
      ]))
    })
  })

  it("U-39 the line is that of a compiler", () => {
    expect(text([aFinding({ line: 6, column: 5 })]).split("\n")[0])
      .toBe("kitty-specs/001-alpha/plan.md:6:5: error: plan.md is required at step plan, and it is not there. [required-missing]")
  })

  it("says what helps once, below the last finding that it helps", () => {
    const lines = text([aFinding({ path: "a" }), aFinding({ path: "b" }), aFinding({ path: "c", fix: null })]).split("\n")
    expect(lines.slice(0, 4).map((line) => line.slice(0, 8))).toEqual(["a:1:1: e", "b:1:1: e", "  next  ", "c:1:1: e"])
  })

  it("U-07 G-H1 names what was looked at, and calls nothing a pass that looked at nothing", () => {
    expect(text([])).toContain("2 of 3 looked at")
    expect(text([])).toMatch(/Passed: 0 errors, 0 warnings, 0 notes\.$/)
    const nothing = text([], { nothing_matched: ["missions"] })
    expect(nothing).toContain("There is no mission to check.")
    expect(nothing).not.toContain("Passed")
  })

  it("U-38 on GitHub no line of the text is a command but the annotations", () => {
    forAll((all) => {
      const lines = text(all, {}, true).split("\n")
      expect(lines.filter((line) => /^\s*::/.test(line))).toHaveLength(all.length)
      expect(lines.filter((line) => !line.startsWith("::") && line.includes("##["))).toEqual([])
    })
  })
})

const unescapeCommand = (escaped: string): string =>
  escaped.replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%25", "%")

describe("github", () => {
  it("U-38 a command per finding, with the escapes of workflow commands", () => {
    expect(written("github", [aFinding({ path: "a,b:c%.md", line: 3, column: 7, message: "1\n::error::2 100%", fix: null })]).split("\n")[0])
      .toBe("::error file=a%2Cb%3Ac%25.md,line=3,col=7,title=A required artifact is missing (required-missing)::1%0A::error::2 100%25")
    expect(written("github", [aFinding({ severity: "note", fix: null })])).toMatch(/^::notice file=kitty-specs\/001-alpha\/plan\.md,title=/)
  })

  it("U-38 every finding is one command, with its own file and words, and nothing else is a command", () => {
    forAll((all) => {
      const lines = written("github", all).split("\n")
      const commands = lines.filter((line) => line.startsWith("::"))
      expect(commands.length).toBe(lines.length - 1)
      expect(commands.map((line) => {
        const [, properties = "", words = ""] = /^::(?:error|warning|notice) ([^:]*)::(.*)$/.exec(line) ?? []
        const file = /^file=([^,]*)/.exec(properties)?.[1] ?? ""
        return [escapeText(unescapeCommand(file)), escapeText(unescapeCommand(words))]
      })).toEqual(checkReport(all).findings.map(({ fix, message, path: file }) => [
        escapeText(file), escapeText(fix === null ? message : `${message}\nNext: ${fix}`)
      ]))
    })
  })

  it("G-H1 without findings it says what was looked at", () => {
    expect(written("github", [])).toBe(
      "spec-kitty check passed: complete (2 of 3 looked at); clean-contract (2 of 3 looked at); delivered (2 of 3 looked at)"
    )
  })
})

describe("sarif", () => {
  const resultsOf = (all: ReadonlyArray<Finding>) => decodeSarif(written("sarif", all)).runs[0].results
  const plain = (message: string) => message.includes("](") ? message.replace(/[\\[\]]/g, "\\$&") : message
  const wellFormed = (it: string) => it.replace(/\p{Cs}/gu, "\ufffd")

  it("U-38 every finding is a result of a rule that is listed, at its place", () => {
    forAll((all) => {
      const { results, tool } = decodeSarif(written("sarif", all)).runs[0]
      expect(results.map(({ level, locations: [{ physicalLocation: { artifactLocation, region } }], message, ruleId, ruleIndex }) => [
        ruleId, tool.driver.rules[ruleIndex]?.id, level, decodeURIComponent(artifactLocation.uri), region.startLine, region.startColumn, message.text
      ])).toEqual(checkReport(all).findings.map((it) => [
        it.rule_id, it.rule_id, it.severity, wellFormed(it.path), it.line ?? 1, it.column ?? undefined,
        plain(it.fix === null ? it.message : `${it.message} Next: ${it.fix}`)
      ]))
    })
  })

  it("U-38 a fingerprint stays when lines move, and tells equal findings of one file apart", () => {
    const at = (line: number) => aFinding({ line, rule_id: "log-line-invalid" })
    const keys = (all: ReadonlyArray<Finding>) => resultsOf(all).map(({ partialFingerprints }) => partialFingerprints["specKittyFinding/v1"])
    expect(keys([at(12), at(30)])).toEqual(keys([at(2), at(3)]))
    expect(new Set(keys([at(2), at(3)])).size).toBe(2)
    expect(keys([aFinding()])).not.toEqual(keys([aFinding({ message: "other" })]))
  })

  it("U-38 U-07 says that there was nothing to check, and how the command ended", () => {
    const [{ invocations }] = decodeSarif(written("sarif", [aFinding()], { nothing_matched: ["missions"] })).runs
    expect(invocations).toMatchObject([{
      executionSuccessful: true, exitCode: 3, toolExecutionNotifications: [{ message: { text: "There is no mission to check." } }]
    }])
  })
})

const xmlText = (xml: string): string =>
  xml.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", "\"").replaceAll("&apos;", "'").replaceAll("&amp;", "&")

describe("junit", () => {
  it("U-38 every finding is there: a failure where it fails the check, else a line of output", () => {
    forAll((all) => {
      const xml = written("junit", all)
      // eslint-disable-next-line no-control-regex -- what XML 1.0 can't hold
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u)
      expect(xml.match(/<failure /g) ?? []).toHaveLength(all.filter(({ severity }) => severity === "error").length)
      const shown = (it: Finding) => escapeText(`${it.path}:${it.line ?? 1}:${it.column ?? 1}: ${it.severity}: ${it.message}`)
        .replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
      const decoded = xmlText(xml)
      expect(all.map(shown).filter((line) => !decoded.includes(line))).toEqual([])
    })
  })

  it("U-38 G-H1 a case says what it rests on; one that looked at nothing is skipped", () => {
    const xml = written("junit", [aFinding()])
    expect(xml).toContain(`<testsuites name="spec-kitty check" tests="6" failures="1" errors="0" skipped="0" time="0">`)
    expect(xml).toContain("<system-out>2 of 3 looked at</system-out>")
    const idle = { requirement: "complete", verdict: "nothing_to_check", checked: 0, satisfied: 0, last_receipt_at: null, evidence: "no missions", errors: 0, warnings: 0, notes: 0 }
    expect(written("junit", [], { requirements: [idle] })).toContain(`<skipped message="no missions"/>`)
  })
})

describe("markdown", () => {
  const cells = (row: string) => row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim())

  it("U-38 every finding is one row of five cells, and no markup comes of its words", () => {
    forAll((all) => {
      const rows = written("markdown", all).split("\n").filter((line) => /^\| (error|warning|note) \|/.test(line))
      expect(rows).toHaveLength(all.length)
      expect(rows.map((row) => cells(row).length)).toEqual(all.map(() => 5))
      const unescaped = rows.map((row) => cells(row).map((cell) => cell.replace(/\\([\\`*_{}[\]()#+!|<>~&@/.])/g, "$1")))
      expect(unescaped.map(([severity, , what]) => [severity, what])).toEqual(
        checkReport(all).findings.map((it) => [it.severity, escapeText(it.message).trim()])
      )
      expect(rows.join("\n")).not.toMatch(/(?<!\\)[[\]<>`@]|:\/\/|www\./i)
    })
  })
})

describe("json", () => {
  it("U-38 G-H2 every finding is there as it is", () => {
    forAll((all) => {
      const outcome = checkOutcome(checkReport(all))
      const { data } = Schema.decodeSync(Schema.parseJson(CheckEnvelope))(view.json(outcome))
      expect(data?.findings).toEqual(outcome.data.findings)
    })
  })
})
