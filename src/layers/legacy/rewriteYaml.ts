import * as Either from "effect/Either"
import { type Document, isMap, isNode, isScalar, LineCounter, type Pair, parseDocument, visit, type YAMLMap } from "yaml"
import { type MemberChange, memberChanges, nameNow } from "../../domain/legacy/memberChanges.js"
import { type Splice, type Spliced, spliced } from "../../domain/legacy/splices.js"

/** Why a YAML text is left as it is. `line` is 1-based. */
export interface YamlFault {
  readonly line: number | null
  readonly detail: string
}

/** Aliases a document may resolve to: enough for sharing entries, far too few for a document that explodes. */
const maxAliasCount = 100

const keyOf = ({ key }: Pair): string => isScalar(key) && typeof key.value === "string" ? key.value : ""

const startOf = (node: unknown): number => isNode(node) ? node.range?.[0] ?? 0 : 0

/** Where the pair ends, without the comment behind it; a block text's last line break is part of it. */
const endOf = ({ key, value }: Pair): number => {
  const node = isNode(value) ? value : key
  return isNode(node) ? node.range?.[1] ?? 0 : 0
}

const sourceOf = (text: string, { value }: Pair): string => {
  if (value === null || (isScalar(value) && value.value === null)) return "null"
  if (isScalar(value) && typeof value.value === "string") return JSON.stringify(value.value)
  return isNode(value) ? text.slice(value.range?.[0], value.range?.[1]) : ""
}

/** The key in the quotes that it has, if any. */
const renamedKey = (text: string, pair: Pair, to: string): Omit<Splice, "edits"> => {
  const start = startOf(pair.key)
  const end = isNode(pair.key) ? pair.key.range?.[1] ?? start : start
  const mark = /^["']/.exec(text.slice(start, end))?.[0] ?? ""
  return { start, end, text: `${mark}${to}${mark}` }
}

/** The pair with its lines, where it has lines of its own; else up to the next pair, or from the end of the one before. */
const removedPair = (text: string, { flow, items }: YAMLMap, index: number): Omit<Splice, "edits"> => {
  const [before, pair, behind] = [items[index - 1], items[index], items[index + 1]]
  const [start, end] = pair === undefined ? [0, 0] : [startOf(pair.key), endOf(pair)]
  const lineStart = text.lastIndexOf("\n", start - 1) + 1
  if (flow !== true && text.slice(lineStart, start).trim() === "") {
    const lineEnd = text.indexOf("\n", text[end - 1] === "\n" ? end - 1 : end)
    return { start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1, text: "" }
  }
  if (behind !== undefined) return { start, end: startOf(behind.key), text: "" }
  return { start: before === undefined ? start : endOf(before), end, text: "" }
}

const splice = (text: string, map: YAMLMap, change: MemberChange): ReadonlyArray<Splice> => {
  const pair = map.items[change.index]
  if (pair === undefined) return []
  const piece = change.edit === "drop" ? removedPair(text, map, change.index) : renamedKey(text, pair, change.to)
  return [{ ...piece, edits: [change] }]
}

/** Makes the changes in the document too: what the new text is to read as. */
const change = (document: Document, text: string): ReadonlyArray<Splice> => {
  const splices: Array<Splice> = []
  visit(document, {
    Map: (_, map) => {
      const changes = memberChanges(map.items.map((pair) => ({ key: keyOf(pair), value: sourceOf(text, pair) })), nameNow)
      splices.push(...changes.flatMap((it) => splice(text, map, it)))
      for (const { edit, index, to } of changes) {
        const key = map.items[index]?.key
        if (edit === "rename" && isScalar(key)) key.value = to
      }
      const gone = new Set(changes.flatMap(({ edit, index }) => edit === "drop" ? [index] : []))
      map.items = map.items.filter((_pair, index) => !gone.has(index))
    }
  })
  return splices
}

const plain = (document: Document): string => JSON.stringify(document.toJS({ maxAliasCount }))

const rewritten = (text: string): Either.Either<Spliced, YamlFault> => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) {
    const detail = `not YAML: ${error.message.split("\n")[0] ?? error.code}`
    return Either.left({ line: lines.linePos(error.pos[0]).line, detail })
  }
  if (document.contents !== null && !isMap(document.contents)) return Either.right({ text, edits: [] })
  const result = spliced(text, change(document, text))
  const read = parseDocument(result.text, { prettyErrors: false })
  if (result.edits.length === 0 || (read.errors.length === 0 && plain(read) === plain(document))) return Either.right(result)
  const detail = "its old names can't be replaced without touching the rest: rename them by hand"
  return Either.left({ line: null, detail })
}

/** A YAML text with the names of contract 3.0.0 at every depth. Comments, order and every other character stay. */
export const rewriteYaml = (text: string): Either.Either<Spliced, YamlFault> =>
  Either.flatMap(
    Either.try({
      try: () => rewritten(text),
      // Nesting that exhausts the stack makes the parser throw, and so do too many aliases.
      catch: (): YamlFault => ({ line: null, detail: "it is nested too deeply, or its aliases stand for too much" })
    }),
    (result) => result
  )
