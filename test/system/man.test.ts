import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { manWords, pageFile, pageName } from "../../src/programs/cli/man/ManPage.js"
import { binary } from "./harness.js"

const root = path.join(import.meta.dirname, "..", "..")
const env = { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8" }

let folder: string
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-man-"))
})
afterAll(() => fs.rmSync(folder, { recursive: true }))

const printed = (words: ReadonlyArray<string>): string => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [binary, "man", ...words], { encoding: "utf8", env })
  expect([status, stderr]).toEqual([0, ""])
  return stdout
}

/** groff with every warning on; what it has to say of a page, and the page as a terminal shows it. */
const formatted = (roff: string) => spawnSync("groff", ["-man", "-Tutf8", "-ww", "-P", "-cbou"], { encoding: "utf8", env, input: roff })

describe("U-17 the manual", () => {
  it("the build writes the pages that the command prints, each below the folder of its section", () => {
    const { status, stderr } = spawnSync(process.execPath, ["scripts/build.mjs", "man"], { cwd: root, encoding: "utf8" })
    expect([status, stderr.includes("error")]).toEqual([0, false])
    const pages = path.join(root, "dist", "man")
    const written = fs.readdirSync(pages, { recursive: true, encoding: "utf8" }).filter((name) => name.includes(path.sep)).sort()
    expect(written).toEqual(manWords.map(({ section, words }) => path.join(`man${section}`, pageFile({ name: pageName(words), section }))).sort())
    for (const words of [[], ["sync"], ["sync", "queue", "list"], ["exit-codes"]]) {
      const name = pageName(words)
      const section = words[0] === "exit-codes" ? 7 : 1
      expect(fs.readFileSync(path.join(pages, `man${section}`, pageFile({ name, section })), "utf8")).toBe(printed(words))
    }
  })

  it("groff has no warning about any page, and shows its sections and flags", () => {
    const pages = path.join(root, "dist", "man")
    for (const { section, words } of manWords) {
      const file = path.join(pages, `man${section}`, pageFile({ name: pageName(words), section }))
      const { error, status, stderr, stdout } = formatted(fs.readFileSync(file, "utf8"))
      expect([error, status, stderr], file).toEqual([undefined, 0, ""])
      expect(stdout, file).toMatch(/^NAME$/m)
    }
    const sync = formatted(printed(["sync"])).stdout
    expect(sync).toMatch(/^ {7}spec-kitty-sync - /m)
    expect(sync).toMatch(/^ {7}--mission SLUG$/m)
    const codes = formatted(printed(["exit-codes"])).stdout
    expect(codes).toMatch(/^ +130, 143 +interrupted/m)
  })
})
