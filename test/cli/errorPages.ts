import * as fs from "node:fs"
import * as path from "node:path"
import { root } from "./sourceTexts.js"

/** One row of the table in docs/errors.md. */
export interface ErrorRow {
  readonly code: string
  /** Where the code links to. */
  readonly page: string | undefined
  /** Cause, effect, what to do. */
  readonly cells: ReadonlyArray<string>
}

const rowPattern = /^\[?([A-Z]+-\d{2})(?:\]\((.+)\))?$/

export const rows: ReadonlyArray<ErrorRow> = fs.readFileSync(path.join(root, "docs", "errors.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const [first = "", ...cells] = line.split(" | ").map((cell) => cell.replace(/^\||\|$/g, "").trim())
    const [, code, page] = rowPattern.exec(first) ?? []
    return code === undefined ? [] : [{ code, page, cells }]
  })

/** One page of docs/errors. */
export interface ErrorPage {
  readonly code: string
  readonly text: string
  readonly title: string
  readonly sections: ReadonlyMap<string, string>
}

export const parsePage = (code: string, text: string): ErrorPage => {
  const [title = "", ...parts] = text.split(/^## /m)
  return {
    code,
    text,
    title: title.trim(),
    sections: new Map(parts.map((part) => {
      const [heading = "", ...body] = part.split("\n")
      return [heading, body.join("\n").trim()]
    }))
  }
}

const folder = path.join(root, "docs", "errors")

export const pages: ReadonlyArray<ErrorPage> = fs.readdirSync(folder).sort().map((name) =>
  parsePage(path.basename(name, ".md"), fs.readFileSync(path.join(folder, name), "utf8")))

const numbersIn = (text: string): ReadonlyArray<string> => [...text.matchAll(/\b\d{1,3}\b/g)].map(([number]) => number)

/** The exit codes that a page names: every number of a sentence from `exit code` on. */
export const exitCodesOf = ({ text }: ErrorPage): ReadonlySet<string> =>
  new Set([...text.matchAll(/exit code\s+(\d[^.]*)/gi)].flatMap(([, said = ""]) => numbersIn(said)))

/** The exit codes that a row names: `exit 10`, `exit 130 or 143`. */
export const rowExitCodes = ({ cells }: ErrorRow): ReadonlyArray<string> =>
  [...cells.join(" ").matchAll(/\bexit (\d+(?: or \d+)*)/g)].flatMap(([, said = ""]) => numbersIn(said))

/** The messages and hints that a page shows as the program's own: `error CODE: …` and `next  …`. */
export const shownTexts = (page: ErrorPage): ReadonlyArray<string> => {
  const seen = page.sections.get("What you see") ?? ""
  return [...seen.matchAll(/^ *(?:(?:error|warning|info) [A-Z]+-\d{2}:|next ) *(.+)$/gm)].map(([, text = ""]) => text)
}

/**
 * The lines that a page wants typed: indented ones and those in backticks, without what is behind a pipe, and with a
 * number where it says `ID`. `help CODE` stands for many.
 */
export const commandsIn = ({ sections }: ErrorPage): ReadonlyArray<ReadonlyArray<string>> => {
  const text = [...sections].flatMap(([heading, body]) => heading === "What you see" ? [] : [`\n    ${body}`]).join("\n")
  return [...text.matchAll(/^ {4}spec-kitty (?<line>.+)$|`spec-kitty (?<inline>[^`]+)`/gm)]
    .map(({ groups }) => groups?.["line"] ?? groups?.["inline"] ?? "")
    .filter((line) => line !== "help CODE")
    .map((line) => line.replace(/ \|.*$/, "").replace(/\bID\b/, "7").split(/\s+/))
}
