import { describe, expect, it } from "vitest"
import * as fs from "node:fs"
import * as path from "node:path"

const root = path.join(import.meta.dirname, "..", "..")
const sources = fs.readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => [name, fs.readFileSync(path.join(root, "src", name), "utf8")] as const)

/** Look like codes and are none. */
const others = new Set(["UTF-16", "SHA-25"])
const codesIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/"([A-Z]+-\d{2})"/g)].flatMap(([, code]) => code === undefined || others.has(code) ? [] : [code])

const documented = fs.readFileSync(path.join(root, "docs", "errors.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const cells = line.split(" | ").map((cell) => cell.replace(/^\||\|$/g, "").trim())
    const [code = "", ...rest] = cells
    return /^[A-Z]+-\d{2}$/.test(code) ? [{ code, rest }] : []
  })

describe("U-45 docs/errors.md", () => {
  it("lists every code of the source, and no other", () => {
    const used = new Set(sources.flatMap(([, text]) => codesIn(text)))
    expect(documented.map(({ code }) => code)).toEqual([...used].sort())
  })
  it("has a cause, an effect and something to do for each", () => {
    for (const { code, rest } of documented) {
      expect(rest, code).toHaveLength(3)
      for (const cell of rest) expect(cell.length, code).toBeGreaterThan(5)
    }
  })
  it("every class that explains itself has a code", () => {
    const explained = sources.filter(([, text]) => text.includes("implements Explained"))
    expect(explained.length).toBeGreaterThan(5)
    for (const [name, text] of explained) {
      const classes = text.split(/^export class /m).filter((part) => part.includes("implements Explained"))
      for (const part of classes) expect(codesIn(part).length, `${name}: ${part.split("\n", 1).join("")}`).toBeGreaterThan(0)
    }
  })
})
