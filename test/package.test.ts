import { describe, expect, it } from "vitest"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { manWords, pageFile, pageName } from "../src/programs/cli/man/ManPage.js"
import vitestConfig from "../vitest.config.js"

const root = path.dirname(import.meta.dirname)
const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"))

/** Everything that `npm pack` would take in now. `dist/` is there only after a build; `.ci/run` checks the real tarball. */
const packed = (): ReadonlyArray<string> => {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
  return JSON.parse(output)[0].files.map((file: { path: string }) => file.path)
}

describe("package", () => {
  it("E-05 I-15 what is published holds the contract, the missions, the licence and nothing of the workshop", () => {
    const files = packed()
    for (const file of ["package.json", "LICENSE", "README.md", "contracts/upstream-3.0.0.json"]) expect(files).toContain(file)
    for (const type of ["software-dev", "research", "documentation"]) {
      expect(files).toContain(`contracts/missions/${type}/expected-artifacts.yaml`)
      expect(files).toContain(`contracts/missions/${type}/mission.yaml`)
    }
    expect(files.filter((file) => /^(src|test|scripts|bench|docs(?!\/errors\/)|coverage|\.ci)\//.test(file))).toEqual([])
  })

  it("E-05 command and library come from what the build writes and the package takes in", () => {
    const entries = [manifest.bin["spec-kitty"], manifest.exports["."].types, manifest.exports["."].default]
    expect(entries.map((entry: string) => path.normalize(entry).split(path.sep)[0])).toEqual(["dist", "dist", "dist"])
    expect(manifest.files).toEqual(expect.arrayContaining(["dist", "contracts"]))
    expect(manifest.type).toBe("module")
  })

  it("U-17 npm links every page of the manual: it goes by this list alone, which npm run man:list writes", () => {
    const pages = manWords.map(({ section, words }) => `dist/man/man${section}/${pageFile({ name: pageName(words), section })}`)
    expect(manifest.man).toEqual([...pages].sort())
  })

  it("B-22 I-31 the build fails below 90 % of lines, and runs every check", () => {
    expect(vitestConfig).toMatchObject({ test: { coverage: { include: ["src/**/*.ts"], thresholds: { lines: 90 } } } })
    const ci = fs.readFileSync(path.join(root, ".ci", "run"), "utf8")
    for (const check of ["typecheck", "lint", "diagnostics", "coverage", "requirements", "build", "package:check", "test:system", "demo"]) {
      expect(manifest.scripts).toHaveProperty([check])
      expect(ci).toContain(`npm run --silent ${check}\n`)
    }
    expect(ci).toContain("set -euo pipefail")
  })

  it("S30 the scripts that run before anything is installed need nothing that is installed", () => {
    const bootstrap = fs.readFileSync(path.join(root, "scripts", "bootstrap.mjs"), "utf8")
    const imported = [...bootstrap.matchAll(/from "([^"]+)"/g)].map(([, name]) => name)
    expect(imported.filter((name) => !name?.startsWith("node:"))).toEqual([])
    for (const first of ["demo", "test"]) expect(manifest.scripts[first]).toMatch(/^node scripts\/bootstrap\.mjs && /)
  })
})
