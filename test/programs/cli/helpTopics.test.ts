import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { exitCodes } from "../../../src/domain/exitCode.js"
import { commandHelps, commandNames } from "../../../src/programs/cli/app.js"
import { envelopes } from "../../../src/programs/cli/envelopes.js"
import { allFormats, commonFormats } from "../../../src/programs/cli/globalFlags.js"
import { exitCodeRows, helpTopics } from "../../../src/programs/cli/helpTopics.js"
import { ndjsonLines } from "../../../src/programs/cli/ndjson.js"

const topic = (name: string) => helpTopics.get(name) ?? Effect.dieMessage(`there is no topic ${name}`)
const src = path.join(import.meta.dirname, "..", "..", "..", "src")
const sources = fs.readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))
  .map((name) => [name, fs.readFileSync(path.join(src, name), "utf8")] as const)

/** Files that read the environment, by what they read it through. */
const readers = sources.filter(([name, text]) =>
  !name.includes("helpTopics") && /\bEnvironment\b|variables\.(get|has)|process\.env|fromEnvironment|numberSettings/.test(text))
/** Names of variables are written in capitals, each a text of its own. */
const variablesRead = new Set(readers.flatMap(([, text]) =>
  [...text.matchAll(/"([A-Z][A-Z]+(?:_[A-Z]+)*)"/g)].flatMap(([, name = ""]) => name)))
/** Written like variables and none: git is told these, or never hears of them. */
const notRead = new Set(["HEAD"])
/** For tests alone, so it is named nowhere. */
const forTests = "SPEC_KITTY_TEST_ACK"

describe("help topics", () => {
  it.effect("U-46 environment lists every variable that is read, and none that is for tests", () =>
    Effect.map(topic("environment"), (text) => {
      expect(readers.map(([name]) => path.basename(name))).toEqual(expect.arrayContaining([
        "Settings.ts", "TerminalFacts.ts", "githubActions.ts", "outputOptions.ts", "helpPage.ts", "numbers.ts"
      ]))
      expect(variablesRead.size).toBeGreaterThan(15)
      const missing = [...variablesRead].filter((name) => !notRead.has(name) && name !== forTests && !new RegExp(`\\b${name}\\b`).test(text))
      expect(missing).toEqual([])
      expect(text).not.toContain(forTests)
    }))

  it.effect("U-08 exit-codes lists every code, and every command names codes that are listed", () =>
    Effect.map(topic("exit-codes"), (text) => {
      const listed = exitCodeRows.flatMap(([codes]) => codes.split(", ").map(Number))
      expect([...listed].sort()).toEqual(Object.values(exitCodes).map(Number).sort())
      for (const [codes] of exitCodeRows) expect(text).toContain(`  ${codes} `)
      const named = commandHelps.flatMap(({ details, examples, path: words }) =>
        [...[...details, ...examples.flat()].join(" ").matchAll(/\bexit (?:code )?(\d+)/gi)].map(([, code]) => [words.join(" "), Number(code)] as const))
      expect(named.length).toBeGreaterThan(5)
      expect(named.filter(([, code]) => !listed.includes(code))).toEqual([])
    }))

  it.effect("U-46 json lists every schema, and every kind of line", () =>
    Effect.map(topic("json"), (text) => {
      for (const name of Object.keys(envelopes)) expect(text).toContain(name)
      for (const kind of [...Object.keys(ndjsonLines), "result"]) expect(text).toContain(`{"type":"${kind}"`)
    }))

  it.effect("U-46 formats says of every format which commands write it", () =>
    Effect.map(topic("formats"), (text) => {
      for (const format of allFormats) {
        const row = text.split("\n").find((line) => line.trimStart().startsWith(`${format} `)) ?? ""
        const writers = commandHelps.filter(({ formats }) => formats?.includes(format)).map(({ path: words }) => words.join(" "))
        expect(row, format).toContain(commonFormats.includes(format) ? "every command" : writers.join(", "))
        expect(commonFormats.includes(format) || writers.every((name) => commandNames.includes(name)) && writers.length > 0).toBe(true)
      }
    }))
})
