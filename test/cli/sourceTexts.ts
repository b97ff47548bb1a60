import * as fs from "node:fs"
import * as path from "node:path"
import ts from "typescript"
import { commandNames } from "../../src/programs/cli/app.js"
import { helpTopics } from "../../src/programs/cli/helpTopics.js"

/** The repository. */
export const root = path.join(import.meta.dirname, "..", "..")
/** Its sources. */
export const src = path.join(root, "src")

/** Every source file, with its whole path. */
export const sources: ReadonlyArray<string> = fs.readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => path.join(entry.parentPath, entry.name))

/** A text as far as it is fixed, with `…` for the rest; undefined for what is no text. */
const fixedText = (node: ts.Node): string | undefined => {
  if (ts.isStringLiteralLike(node)) return node.text
  // The parts stay together, so that `spec-kitty help ${command}` is one mention.
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join("")
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined
  const [left, right] = [fixedText(node.left), fixedText(node.right)]
  return left === undefined && right === undefined ? undefined : (left ?? "…") + (right ?? "…")
}

/** Every text in the code, of a template its fixed parts, and a sum of texts as one; comments are not among them. */
export const textsIn = (file: string): ReadonlyArray<string> => {
  const texts: Array<string> = []
  const visit = (node: ts.Node, partOfSum: boolean): void => {
    const text = fixedText(node)
    if (text !== undefined && !partOfSum) texts.push(text)
    const isSum = text !== undefined && ts.isBinaryExpression(node)
    ts.forEachChild(node, (child) => {
      visit(child, isSum && fixedText(child) !== undefined)
    })
  }
  visit(ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true), false)
  return texts
}

/** "a spec-kitty project", "spec-kitty on a sample project": the product's name, not a command. */
const isProse = (before: string, words: string): boolean => /\b(an?|the|newer|older) $/.test(before) || /^(on|is|and|has)\b/.test(words)

/** The words behind each `spec-kitty` that is meant to be typed. */
export const mentionsIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/(?<before>.{0,8})\bspec-kitty (?<words>[a-z][a-z-]*(?: [a-z][a-z-]*)*)/gs)]
    .map(({ groups }) => ({ before: groups?.["before"] ?? "", words: groups?.["words"] ?? "" }))
    .filter(({ before, words }) => !isProse(before, words))
    .map(({ words }) => words)

/** Whether words are a command, or `help` on something that there is. */
export const exists = (words: string): boolean => {
  if (!commandNames.some((name) => words === name || words.startsWith(`${name} `))) return false
  const topic = /^help (?<topic>.+)$/.exec(words)?.groups?.["topic"]
  return topic === undefined || helpTopics.has(topic) || exists(topic)
}
