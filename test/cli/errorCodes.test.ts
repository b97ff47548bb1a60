import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { exitCodeRows } from "../../src/programs/cli/helpTopics.js"
import { noHandlers, type } from "../programs/cli/support.js"
import { commandsIn, exitCodesOf, pages, parsePage, rowExitCodes, rows, shownTexts } from "./errorPages.js"
import { exists, mentionsIn, root, sources, src, textsIn } from "./sourceTexts.js"

const texts = sources.map((file) => [path.relative(src, file), fs.readFileSync(file, "utf8")] as const)

/** Look like codes and are none. */
const others = new Set(["UTF-16", "SHA-25"])
const codesIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/"([A-Z]+-\d{2})"/g)].flatMap(([, code]) => code === undefined || others.has(code) ? [] : [code])

const used = [...new Set(texts.flatMap(([, text]) => codesIn(text)))].sort()

describe("U-45 docs/errors.md", () => {
  it("lists every code of the source, and no other", () => {
    expect(rows.map(({ code }) => code)).toEqual(used)
  })
  it("has a cause, an effect and something to do for each", () => {
    for (const { cells, code } of rows) {
      expect(cells, code).toHaveLength(3)
      for (const cell of cells) expect(cell.length, code).toBeGreaterThan(5)
    }
  })
  it("every class that explains itself has a code", () => {
    const explained = texts.filter(([, text]) => text.includes("implements Explained"))
    expect(explained.length).toBeGreaterThan(5)
    for (const [name, text] of explained) {
      const classes = text.split(/^export class /m).filter((part) => part.includes("implements Explained"))
      for (const part of classes) expect(codesIn(part).length, `${name}: ${part.split("\n", 1).join("")}`).toBeGreaterThan(0)
    }
  })
})

const headings = ["What you see", "Cause", "Effect", "What to do", "In --json"]
const exitCodes = new Set(exitCodeRows.flatMap(([codes]) => codes.split(", ")))

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
const fixedLength = (text: string): number => text.replaceAll("…", "").length

/** The texts of the code that say enough to be told apart, as patterns: a mission may stand before, a system's code behind. */
const patterns = [...new Set(sources.flatMap(textsIn))]
  .filter((text) => fixedLength(text) >= 10)
  .map((text) => new RegExp(`^(?:.+: )?${text.split("…").map(escaped).join(".*")}(?: \\(.+\\)\\.)?$`, "s"))
const isOurs = (text: string): boolean => patterns.some((pattern) => pattern.test(text))

describe("U-45 docs/errors", () => {
  it("has a page for every row, which links to it, and no other", () => {
    expect(pages.map(({ code }) => code)).toEqual(rows.map(({ code }) => code))
    expect(rows.filter(({ code, page }) => page !== `errors/${code}.md`)).toEqual([])
  })
  it("each page has a title and the same sections, none of them empty", () => {
    for (const { code, sections, title } of pages) {
      expect(title.startsWith(`# ${code}: `), code).toBe(true)
      expect([...sections.keys()], code).toEqual(headings)
      for (const [heading, body] of sections) expect(body.length, `${code}: ${heading}`).toBeGreaterThan(2)
    }
  })
  it("U-22 each command that a page names exists", () => {
    const mentions = pages.flatMap(({ code, text }) => mentionsIn(text).map((words) => ({ code, words })))
    expect(mentions.length).toBeGreaterThan(100)
    expect(mentions.filter(({ words }) => !exists(words))).toEqual([])
  })
  it.effect("U-22 each line that a page wants typed is understood, flags and all", () =>
    Effect.gen(function*() {
      const handlers = Object.fromEntries(Object.keys(noHandlers).map((name) => [name, () => Effect.succeed(0)]))
      const lines = pages.flatMap((page) => commandsIn(page).map((words) => ({ code: page.code, words })))
      expect(lines.length).toBeGreaterThan(80)
      for (const { code, words } of lines) {
        const { exitCode, stderr } = yield* type(words, { handlers })
        expect([code, exitCode, stderr.join("\n")], words.join(" ")).toEqual([code, 0, ""])
      }
    }))
  it("each names the exit codes that its row names, and none that there is not", () => {
    for (const page of pages) {
      const said = exitCodesOf(page)
      expect(said.size, page.code).toBeGreaterThan(0)
      expect([...said].filter((code) => !exitCodes.has(code)), page.code).toEqual([])
      const row = rows.find(({ code }) => code === page.code)
      for (const code of row === undefined ? [] : rowExitCodes(row)) expect(said, page.code).toContain(code)
    }
  })
  it("shows messages and hints in the words of the program", () => {
    for (const page of pages) {
      const shown = shownTexts(page)
      expect(shown.length, page.code).toBeGreaterThan(0)
      expect(shown.filter((text) => !isOurs(text)), page.code).toEqual([])
      expect(page.sections.get("What you see"), page.code).toMatch(new RegExp(`^(error|warning|info) ${page.code}: `))
    }
  })
  it("the test knows a page that is wrong", () => {
    const wrong = parsePage("X-01", "# X-01: x\n\n## What you see\n\n    error X-01: Nothing says this anywhere.\n      next  spec-kitty sync everything\n\nExit code 11; 0 with x.\n")
    expect(shownTexts(wrong).map(isOurs)).toEqual([false, false])
    expect([...exitCodesOf(wrong)]).toEqual(["11", "0"])
    expect([...wrong.sections.keys()]).toEqual(["What you see"])
  })
})

describe("U-45 the pages that ship", () => {
  it("are files of the package", () => {
    const manifest: { readonly files: ReadonlyArray<string> } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"))
    expect(manifest.files).toContain("docs/errors")
  })
})
