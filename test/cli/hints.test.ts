import { describe, expect, it } from "vitest"
import * as path from "node:path"
import { commandNames } from "../../src/programs/cli/app.js"
import { exists, mentionsIn, sources, src, textsIn } from "./sourceTexts.js"

/** Names of things that look like commands: the receiver's OpenAPI document. */
const titles = new Set(["spec-kitty receiver"])

const mentions = sources.flatMap((file) =>
  textsIn(file).filter((text) => !titles.has(text)).flatMap(mentionsIn).map((words) => ({ file: path.relative(src, file), words })))

describe("hints", () => {
  it("U-22 every command that a text of the program names exists", () => {
    expect(mentions.length).toBeGreaterThan(20)
    expect(mentions.filter(({ words }) => !exists(words))).toEqual([])
  })

  it("U-22 the test finds commands in hints, and knows one that is missing", () => {
    const hint = "unset X, then run spec-kitty sync now, or `spec-kitty unmake`; see: spec-kitty help json (a spec-kitty project)"
    expect(mentionsIn(hint).map((words) => [words, exists(words)])).toEqual([
      ["sync now", true], ["unmake", false], ["help json", true]
    ])
  })

  it("U-22 the commands are those that this version has", () => {
    for (const name of ["sync", "sync now", "sync status", "sync server", "dossier scan", "receiver serve", "receiver ledger", "demo", "help"]) {
      expect(commandNames).toContain(name)
    }
  })
})
