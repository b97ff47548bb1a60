import * as fs from "node:fs"
import * as path from "node:path"
import ts from "typescript"

/** A block of TypeScript in a document or in a doc comment. */
export interface Example {
  /** Relative to the repository. */
  readonly file: string
  /** The line of its first line of code, 1-based. */
  readonly line: number
  readonly code: string
}

export interface Fault {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** What begins a block, in Markdown and behind the star of a doc comment. A `ts fragment` is no program: not checked. */
const opening = /^(?<margin>\s*(?:\* ?)?)```(?:ts|typescript)(?<optOut> fragment)?\s*$/

const closing = /^\s*(?:\* ?)?```\s*$/

/** Every checked block of a text, in order. A block that is never closed goes to the end. */
export const examplesIn = (file: string, text: string): ReadonlyArray<Example> => {
  const lines = text.split("\n")
  const examples: Array<Example> = []
  for (let at = 0; at < lines.length; at++) {
    const groups = opening.exec(lines[at] ?? "")?.groups
    if (groups === undefined) continue
    const margin = groups["margin"]?.length ?? 0
    const begin = at + 1
    for (at = begin; at < lines.length && !closing.test(lines[at] ?? "");) at++
    if (groups["optOut"] !== undefined) continue
    examples.push({ file, line: begin + 1, code: lines.slice(begin, at).map((line) => line.slice(margin)).join("\n") })
  }
  return examples
}

const within = (root: string, folder: string, extension: string): ReadonlyArray<string> =>
  fs.readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(extension) && !name.split(path.sep).includes("node_modules"))
    .map((name) => path.join(folder, name))
    .sort()

/** Where examples are looked for: the README, docs/ (but for what is generated) and the comments of the sources. */
export const documents = (root: string): ReadonlyArray<string> => [
  "README.md",
  ...within(root, "docs", ".md").filter((name) => !name.startsWith(path.join("docs", "api"))),
  ...within(root, "src", ".ts")
]

/** `spec-kitty-effect/promise` → `src/promise.ts`: the entry points of package.json, as the sources they are built from. */
export const entryPoints = (root: string): Readonly<Record<string, ReadonlyArray<string>>> => {
  const { exports, name }: { readonly name: string; readonly exports: Readonly<Record<string, unknown>> } = JSON.parse(
    fs.readFileSync(path.join(root, "package.json"), "utf8")
  )
  return Object.fromEntries(
    Object.entries(exports).flatMap(([subpath, target]) => {
      const types = typeof target === "object" && target !== null && "types" in target ? String(target.types) : ""
      const source = /^\.\/dist\/lib\/(.+)\.d\.ts$/.exec(types)?.[1]
      return source === undefined ? [] : [[path.posix.join(name, subpath), [`./src/${source}.ts`]]]
    })
  )
}

const optionsOf = (root: string): ts.CompilerOptions => {
  const file = path.join(root, "tsconfig.json")
  const parsed = ts.getParsedCommandLineOfConfigFile(file, {
    noEmit: true,
    // A reader's example may name more than it uses.
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
    paths: Object.fromEntries(Object.entries(entryPoints(root)).map(([name, files]) => [name, [...files]])),
    declaration: false,
    declarationMap: false
  }, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined })
  if (parsed === undefined) throw new Error(`${file} can't be read`)
  return parsed.options
}

/** The compiler's faults in the examples, each at its line in the document. Every example is a module of its own. */
export const faultsOf = (root: string, examples: ReadonlyArray<Example>): ReadonlyArray<Fault> => {
  const files = new Map(examples.map((example, index) => [path.join(root, `docs-example-${index}.ts`), example]))
  const options = optionsOf(root)
  const host = ts.createCompilerHost(options)
  const ordinary = { ...host }
  host.fileExists = (name) => files.has(name) || ordinary.fileExists(name)
  host.readFile = (name) => files.get(name)?.code ?? ordinary.readFile(name)
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const example = files.get(name)
    return example === undefined
      ? ordinary.getSourceFile(name, languageVersion, ...rest)
      : ts.createSourceFile(name, example.code, languageVersion)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files].flatMap(([name, example]) => {
    const source = program.getSourceFile(name)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }): Fault => {
        const { character, line } = ts.getLineAndCharacterOfPosition(source ?? ts.createSourceFile(name, "", options.target ?? 99), start)
        const message = ts.flattenDiagnosticMessageText(messageText, "\n  ")
        return { file: example.file, line: example.line + line, column: character + 1, message }
      }
    )
  })
}
