// `npm run requirements [-- --all]`: which tests show which row of docs/requirements.md. Fails on a row marked done that
// no test names, and on a test that names an id which is not in the table.
import * as fs from "node:fs"
import * as path from "node:path"
import ts from "typescript"

const root = path.dirname(import.meta.dirname)
const states = ["done", "part", "later"]

interface Row {
  readonly id: string
  readonly state: string
}

interface NamedTest {
  readonly file: string
  readonly title: string
}

const idPattern = /(?<![\w-])(?:[BDEHINUW]-\d{2}|G-[A-Z]\d{1,2}|S\d{1,2})(?![\w-])/g

const readRows = (): ReadonlyArray<Row> => {
  const table = fs.readFileSync(path.join(root, "docs", "requirements.md"), "utf8")
  return [...table.matchAll(/^\| ([A-Z][\w-]*\d) \| (\w+) \|/gm)].map(([, id = "", state = ""]) => ({ id, state }))
}

/** Where tests are named: our own, and the laws, which stand in the library so that others can run them as well. */
const testFolders = ["src/laws", "test"]

const testFiles = (): ReadonlyArray<string> =>
  testFolders.flatMap((folder) => fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort()

/** `it`, `it.effect`, `it.scoped.each([…])`, `test`, `describe`, a suite's `law`: calls whose first argument is a title. */
const isTestCall = (callee: ts.Expression): boolean => {
  if (ts.isIdentifier(callee)) return ["it", "test", "describe", "layer", "law"].includes(callee.text)
  if (ts.isPropertyAccessExpression(callee)) return isTestCall(callee.expression)
  if (ts.isCallExpression(callee) || ts.isTaggedTemplateExpression(callee)) {
    return isTestCall(ts.isCallExpression(callee) ? callee.expression : callee.tag)
  }
  return false
}

/** The text of a title; of a template, its fixed parts. */
const titleOf = (argument: ts.Expression | undefined): string | undefined => {
  if (argument === undefined) return undefined
  if (ts.isStringLiteralLike(argument)) return argument.text
  if (ts.isTemplateExpression(argument)) {
    return argument.head.text + argument.templateSpans.map((span) => `…${span.literal.text}`).join("")
  }
  return undefined
}

const testsIn = (file: string): ReadonlyArray<NamedTest> => {
  const source = ts.createSourceFile(file, fs.readFileSync(path.join(root, file), "utf8"), ts.ScriptTarget.Latest, true)
  const found: Array<NamedTest> = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTestCall(node.expression)) {
      const title = titleOf(node.arguments[0])
      if (title !== undefined) found.push({ file, title })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const rows = readRows()
const byId = new Map(rows.map((row) => [row.id, new Array<NamedTest>()]))
const problems: Array<string> = []

if (byId.size !== rows.length) problems.push("docs/requirements.md has an id twice")
for (const { id, state } of rows) {
  if (!states.includes(state)) problems.push(`${id}: "${state}" is not one of ${states.join(", ")}`)
}
for (const test of testFiles().flatMap(testsIn)) {
  for (const [id] of test.title.matchAll(idPattern)) {
    const tests = byId.get(id)
    if (tests === undefined) problems.push(`${test.file}: "${test.title}" names ${id}, which docs/requirements.md does not have`)
    else tests.push(test)
  }
}
for (const { id, state } of rows) {
  if (state === "done" && byId.get(id)?.length === 0) problems.push(`${id} is marked done, and no test names it`)
}

const all = process.argv.includes("--all")
for (const { id, state } of rows) {
  const tests = byId.get(id) ?? []
  if (tests.length === 0 && !all) continue
  console.log(`${id}  ${state}`)
  for (const { file, title } of tests) console.log(`    ${file}  ${title}`)
}
const shown = (state: string) => rows.filter((row) => row.state === state)
const tested = rows.filter(({ id }) => (byId.get(id)?.length ?? 0) > 0)
console.log(`\n${states.map((state) => `${shown(state).length} ${state}`).join(", ")}; ${tested.length} of ${rows.length} named by tests`)
for (const problem of problems) console.error(`error: ${problem}`)
if (problems.length > 0) process.exitCode = 1
