import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Document, isCollection, isMap, isScalar, LineCounter, parseDocument, visit } from "yaml"
import { ConfigInvalid } from "../../../domain/identity/projectErrors.js"
import { setScalars } from "./setScalars.js"
import type { YamlEdit } from "./YamlEdit.js"

export interface YamlScalar {
  /** 1-based. */
  readonly line: number | null
  /** Null for an empty value; `"a mapping"` or `"a list"` never appear: those are `ConfigInvalid` by `section`. */
  readonly value: unknown
}

/** A YAML file that a person wrote and that we read by path; edits leave what they don't name as it stands. */
export interface YamlFile {
  /** The value at the path; none where it or a parent is absent, null or not a mapping. */
  readonly scalar: (path: readonly [string, ...ReadonlyArray<string>]) => Option.Option<YamlScalar>
  /** What the mapping at the path holds, as plain values; none where there is no mapping. */
  readonly mapping: (path: readonly [string, ...ReadonlyArray<string>]) => Option.Option<Readonly<Record<string, unknown>>>
  /** Line of a top-level section that is neither absent, null nor a mapping. */
  readonly misshapen: (section: string) => Option.Option<number | null>
  /** The first key of the document, at any depth, that the predicate takes. */
  readonly findKey: (wanted: (key: string) => boolean) => Option.Option<string>
  /** The text with these values set. Comments, order, unknown keys and line ends stay. */
  readonly set: (edits: ReadonlyArray<YamlEdit>) => string
}

const lineOf = (lines: LineCounter, node: unknown): number | null =>
  isCollection(node) || isScalar(node) ? lines.linePos(node.range?.[0] ?? 0).line : null

const findKey = (document: Document.Parsed, wanted: (key: string) => boolean): Option.Option<string> => {
  let found = Option.none<string>()
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || typeof key.value !== "string" || !wanted(key.value)) return undefined
      found = Option.some(key.value)
      return visit.BREAK
    }
  })
  return found
}

/** Nesting that exhausts the stack makes the parser throw, and all who walk through what it made. */
const parsed = (file: string, text: string, lines: LineCounter): Effect.Effect<Document.Parsed, ConfigInvalid> =>
  Effect.try({
    try: () => {
      const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
      findKey(document, () => false)
      return document
    },
    catch: () => new ConfigInvalid({ file, line: null, detail: "not YAML: it is nested too deeply" })
  })

/** Parses without resolving aliases, so a chain of them costs nothing. The error names the line. */
export const parseYaml = Effect.fn("parseYaml")(function*(file: string, text: string) {
  const lines = new LineCounter()
  const document = yield* parsed(file, text, lines)
  const error = document.errors[0]
  if (error !== undefined) {
    const detail = `not YAML: ${error.message.split("\n")[0] ?? error.code}`
    return yield* new ConfigInvalid({ file, line: lines.linePos(error.pos[0]).line, detail })
  }
  if (document.contents !== null && !isMap(document.contents) && !(isScalar(document.contents) && document.contents.value === null)) {
    return yield* new ConfigInvalid({ file, line: 1, detail: "the document must be a mapping" })
  }
  const at = (path: ReadonlyArray<string>): unknown => isMap(document.contents) ? document.getIn(path, true) : undefined
  const yaml: YamlFile = {
    scalar: (path) => {
      const node = at(path)
      if (node === undefined) return Option.none()
      return Option.some({ line: lineOf(lines, node), value: isScalar(node) ? node.value : node })
    },
    mapping: (path) => {
      const node = at(path)
      if (!isMap(node)) return Option.none()
      // Only its own keys, each with a word: what an alias stands for is not followed.
      return Option.some(Object.fromEntries(node.items.flatMap(({ key, value }) =>
        isScalar(key) ? [[String(key.value), isScalar(value) ? value.value : value]] : [])))
    },
    misshapen: (section) => {
      const node = at([section])
      const fits = node === undefined || isMap(node) || (isScalar(node) && node.value === null)
      return fits ? Option.none() : Option.some(lineOf(lines, node))
    },
    findKey: (wanted) => findKey(document, wanted),
    set: (edits) => setScalars(text, edits)
  }
  return yaml
})

/** An absent or empty file. */
export const emptyYaml: YamlFile = {
  scalar: () => Option.none(),
  mapping: () => Option.none(),
  misshapen: () => Option.none(),
  findKey: () => Option.none(),
  set: (edits) => setScalars("", edits)
}
