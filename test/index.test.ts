import { describe, expect, it } from "vitest"
import * as fs from "node:fs"
import * as path from "node:path"
import ts from "typescript"
import * as index from "../src/index.js"
import { envelopes } from "../src/programs/cli/envelopes.js"

const root = path.dirname(import.meta.dirname)
const textOf = (file: string) => fs.readFileSync(path.join(root, file), "utf8")
const filesBelow = (folder: string): ReadonlyArray<string> =>
  fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
const importsOf = (file: string): ReadonlyArray<string> =>
  ts.preProcessFile(textOf(file), true, true).importedFiles.filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => path.join(path.dirname(file), fileName).replace(/\.js$/, ".ts"))

const exported = new Set(Object.keys(index))
const named = new Set(importsOf("src/index.ts"))
const classesOf = (folder: string, pattern: RegExp): ReadonlyArray<string> =>
  filesBelow(folder).flatMap((file) => [...textOf(file).matchAll(pattern)].map(([, name]) => name ?? ""))

describe("what other Effect apps import", () => {
  it("U-44 E-07 every service, apart from those of the command line alone", () => {
    const commandLine = ["DemoStage", "ErrorPages", "TerminalFacts"]
    const services = classesOf("src/services", /^export class (\w+) extends Context\.(?:Tag|Reference)\b/gm)
    expect(services.length).toBeGreaterThan(30)
    expect(services.filter((name) => !exported.has(name) && !commandLine.includes(name))).toEqual([])
  })

  it("U-43 U-45 every error, so that it can be caught by its class", () => {
    const errors = classesOf("src/domain", /^export class (\w+) extends Schema\.TaggedError\b/gm)
    expect(errors.length).toBeGreaterThan(30)
    expect(errors.filter((name) => !exported.has(name))).toEqual([])
  })

  it("U-43 every program that a command runs, and every report", () => {
    const ofTheCommandLine = /^src\/programs\/(cli|demo)\/|^src\/programs\/sync\/whatIsLeft\.ts$|^src\/programs\/receiver\/serve\.ts$/
    const programs = new Set(filesBelow("src/compositions").flatMap(importsOf)
      .filter((file) => file.startsWith("src/programs/") && !ofTheCommandLine.test(file)))
    expect(programs.size).toBeGreaterThan(20)
    expect([...programs].filter((file) => !named.has(file))).toEqual([])
    expect(filesBelow("src/domain").filter((file) => /(Report|Reports)\.ts$/.test(file) && !named.has(file))).toEqual([])
    expect(index.envelopes).toBe(envelopes)
  })

  it("U-43 of the command line only the shapes of its answers", () => {
    expect([...named].filter((file) => file.startsWith("src/programs/cli/")).sort())
      .toEqual(["src/programs/cli/envelopes.ts", "src/programs/cli/ndjson.ts"])
  })
})
