import { describe, expect, it } from "vitest"
import * as fs from "node:fs"
import * as path from "node:path"
import ts from "typescript"
import { commandNames } from "../../src/programs/cli/app.js"
import { helpTopics } from "../../src/programs/cli/helpTopics.js"

const src = path.join(import.meta.dirname, "..", "..", "src")

const sources = fs.readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => path.join(entry.parentPath, entry.name))

/** Every text in the code, of a template its fixed parts; comments are not among them. */
const textsIn = (file: string): ReadonlyArray<string> => {
  const texts: Array<string> = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text)
    else if (ts.isTemplateExpression(node)) {
      // The parts stay together, so that `spec-kitty help ${command}` is one mention.
      texts.push(node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join(""))
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true))
  return texts
}

/** "a spec-kitty project", "spec-kitty on a sample project": the product's name, not a command. */
const isProse = (before: string, words: string): boolean => /\b(an?|the|newer|older) $/.test(before) || /^(on|is|and)\b/.test(words)

/** Names of things that look like commands: the receiver's OpenAPI document. */
const titles = new Set(["spec-kitty receiver"])

/** The words behind each `spec-kitty` that is meant to be typed. */
const mentionsIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/(?<before>.{0,8})\bspec-kitty (?<words>[a-z][a-z-]*(?: [a-z][a-z-]*)*)/gs)]
    .map(({ groups }) => ({ before: groups?.["before"] ?? "", words: groups?.["words"] ?? "" }))
    .filter(({ before, words }) => !isProse(before, words))
    .map(({ words }) => words)

const exists = (words: string): boolean => {
  if (!commandNames.some((name) => words === name || words.startsWith(`${name} `))) return false
  const topic = /^help (?<topic>.+)$/.exec(words)?.groups?.["topic"]
  return topic === undefined || helpTopics.has(topic) || exists(topic)
}

const mentions = sources.flatMap((file) =>
  textsIn(file).filter((text) => !titles.has(text)).flatMap(mentionsIn).map((words) => ({ file: path.relative(src, file), words })))

describe("hints", () => {
  it("U-22 every command that a text of the program names exists", () => {
    expect(mentions.length).toBeGreaterThan(20)
    expect(mentions.filter(({ words }) => !exists(words))).toEqual([])
  })

  it("U-22 the test finds commands in hints, and knows one that is missing", () => {
    const hint = "unset X, then run spec-kitty sync now, or `spec-kitty upgrade`; see: spec-kitty help json (a spec-kitty project)"
    expect(mentionsIn(hint).map((words) => [words, exists(words)])).toEqual([
      ["sync now", true], ["upgrade", false], ["help json", true]
    ])
  })

  it("U-22 the commands are those that this version has", () => {
    for (const name of ["sync", "sync now", "sync status", "sync server", "dossier scan", "receiver serve", "receiver ledger", "demo", "help"]) {
      expect(commandNames).toContain(name)
    }
  })
})
