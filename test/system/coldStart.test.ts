import { describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import type * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { mainEffect } from "../../src/compositions/main.js"
import type { HelpPages } from "../../src/helpPage.js"
import { Environment } from "../../src/layers/node/Settings.js"
import { commandNames } from "../../src/programs/cli/app.js"
import { helpTopics } from "../../src/programs/cli/helpTopics.js"
import { binary } from "./harness.js"

const environment = { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8" }

const run = (words: ReadonlyArray<string>, more: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, [binary, ...words], { encoding: "utf8", env: { ...environment, ...more } })

/** What a run loaded, as V8 lists it for its coverage: files, and the command line as a script of its own name. */
const loadedBy = (words: ReadonlyArray<string>) => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-loaded-"))
  const { status } = run(words, { NODE_V8_COVERAGE: directory })
  const scripts: ReadonlyArray<string> = fs.readdirSync(directory).flatMap((file) =>
    JSON.parse(fs.readFileSync(path.join(directory, file), "utf8")).result.map((script: { readonly url: string }) => script.url)
  )
  fs.rmSync(directory, { recursive: true })
  return { status, scripts: scripts.map((script) => path.basename(script)).filter((script) => /\.[cm]?js$/.test(script)) }
}

const pages: HelpPages = JSON.parse(fs.readFileSync(path.join(path.dirname(binary), "help.json"), "utf8"))

/** The same line answered by the command line itself, from its sources. */
const answered = (words: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const lines: Array<unknown> = []
    const console = yield* Effect.console
    const capturing: Console.Console = { ...console, log: (line) => Effect.sync(() => lines.push(line)) }
    yield* Effect.withConsole(mainEffect({ words, version: "1.2.3", interruptCode: Effect.succeed(130) }), capturing)
    return lines.join("\n")
  }).pipe(Effect.provideService(Environment, { LANG: "C.UTF-8" }))

describe("what a run loads", () => {
  it.each([["--version"], ["version", "--json"], ["help"], ["sync", "--help"], ["-h"], ["help", "exit-codes", "--json"], []])(
    "U-47 neither Effect nor the command line library nor SQL for: %s %s %s",
    (...words) => {
      expect(loadedBy(words)).toEqual({ status: 0, scripts: ["bin.js"] })
    }
  )

  it.each(["missions", "artifacts"])("U-16 U-47 nor for what a shell asks when TAB is pressed: %s", (kind) => {
    const question = ["completion", "values", kind, "--project=examples/sample-project", "--", ""]
    expect(loadedBy(question)).toEqual({ status: 0, scripts: ["bin.js", "completionValues.js"] })
  })

  it("U-47 the same way of looking sees them where the command line itself answers", () => {
    expect(loadedBy(["help", "--ascii"]).scripts).toEqual(expect.arrayContaining(["bin.js", "run.cjs"]))
  })
})

describe("help that the build wrote down", () => {
  it("U-47 has a page for every command and topic", () => {
    expect(Object.keys(pages.commands)).toEqual(expect.arrayContaining([...commandNames, "", "sync", "dossier"]))
    expect(Object.keys(pages.topics)).toEqual([...helpTopics.keys()])
  })

  it.effect("U-47 says page by page what the command line says, as text and as JSON", () =>
    Effect.gen(function*() {
      for (const [name, { json, text }] of [...Object.entries(pages.commands), ...Object.entries(pages.topics)]) {
        const words = ["help", ...name.split(" ").filter((word) => word !== "")]
        expect(yield* answered(words)).toBe(text)
        expect(yield* answered([...words, "--json"])).toBe(json)
      }
    }))

  it.effect("U-47 says for --help what the command line says", () =>
    Effect.gen(function*() {
      for (const [name, { json, text }] of Object.entries(pages.commands)) {
        const words = [...name.split(" ").filter((word) => word !== ""), "--help"]
        expect(yield* answered(words)).toBe(text)
        expect(yield* answered(["--json", ...words])).toBe(json)
      }
    }))

  it("U-47 is what the binary writes, line for line", () => {
    for (const words of [["help"], [], ["sync", "status", "--help"], ["help", "sync", "queue"], ["-h", "demo"]]) {
      const short = run(words)
      const long = run([...words, "--no-input"])
      expect([short.status, short.stderr]).toEqual([0, ""])
      expect(short.stdout).toBe(long.stdout)
    }
    expect(run(["--json", "sync", "-h"]).stdout).toBe(run(["--json", "sync", "-h", "--no-input"]).stdout)
  })

  it("U-47 U-09 leaves everything unusual to the command line", () => {
    expect(run(["help"], { LANG: "C" }).stdout).not.toMatch(/[^\n -~]/)
    expect(JSON.parse(run(["help"], { SPEC_KITTY_FORMAT: "json" }).stdout)).toMatchObject({ schema: "help@1", ok: true })
    expect(run(["help", "nothing-like-this"])).toMatchObject({ status: 2, stdout: "" })
    expect(run(["exit-codes", "--help"])).toMatchObject({ status: 2, stdout: "" })
    expect(run(["help", "sync status"])).toMatchObject({ status: 2, stdout: "" })
    expect(run(["sync", "server", "https://kitty.example", "--help"]).stdout).toBe(run(["sync", "server", "--help"]).stdout)
  })
})

describe("the command line as one script", () => {
  it("U-47 works the same without the machine code that the build kept for its own Node", () => {
    const copy = fs.mkdtempSync(path.join(os.tmpdir(), "spec-kitty-no-cache-"))
    try {
      const kept = (file: string) => !file.endsWith(".cache")
      fs.cpSync(path.dirname(binary), path.join(copy, "dist", "bin"), { recursive: true, filter: kept })
      const root = path.dirname(path.dirname(path.dirname(binary)))
      for (const name of ["contracts", "package.json"]) fs.cpSync(path.join(root, name), path.join(copy, name), { recursive: true })
      fs.symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"))
      const line = ["contract", "verify", "--json"]
      const bare = spawnSync(process.execPath, [path.join(copy, "dist", "bin", "bin.js"), ...line], { encoding: "utf8", env: environment })
      expect(JSON.parse(bare.stdout).data.sha256).toBe(JSON.parse(run(line).stdout).data.sha256)
      expect(fs.readdirSync(path.dirname(binary)).filter((file) => !kept(file))).toHaveLength(1)
    } finally {
      fs.rmSync(copy, { recursive: true })
    }
  })
})
