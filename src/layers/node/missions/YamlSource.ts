import * as Effect from "effect/Effect"
import * as Order from "effect/Order"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml"
import { ManifestInvalid } from "../../../domain/mission/missionErrors.js"

type Path = ReadonlyArray<PropertyKey>

/** A YAML file as plain data that still knows where everything stood. */
export interface YamlSource {
  readonly value: unknown
  /** The fault at a place in the data, with the file's line. */
  readonly fault: (path: Path, detail: string) => ManifestInvalid
}

/** Aliases a document may resolve to: enough for sharing entries, far too few for a document that explodes. */
const maxAliasCount = 100

/** `required_by_step.plan[0].path_pattern` */
const pointerOf = (path: Path): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`
    return text === "" ? String(key) : `${text}.${String(key)}`
  }, "")

const offsetOfNode = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined)

/** Where the path's last key stands, or the last of its parents that is there. */
const offsetOf = (document: Document.Parsed, path: Path): number => {
  let node: unknown = document.contents
  let offset = offsetOfNode(node) ?? 0
  for (const key of path) {
    const container = isAlias(node) ? node.resolve(document) : node
    if (isMap(container)) {
      const pair = container.items.find(({ key: name }) => isScalar(name) && String(name.value) === String(key))
      if (pair === undefined) break
      offset = offsetOfNode(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(container) && typeof key === "number") {
      node = container.items[key]
      offset = offsetOfNode(node) ?? offset
    } else break
  }
  return offset
}

/** Parses one YAML document of core schema. Fails with the line of the first fault. */
export const parseYamlSource = Effect.fn("parseYamlSource")(function*(file: string, text: string) {
  const lines = new LineCounter()
  const invalid = (offset: number, pointer: string, detail: string) => {
    const { col, line } = lines.linePos(offset)
    const known = line > 0
    return new ManifestInvalid({ file, line: known ? line : null, column: known ? col : null, pointer, detail })
  }
  // Nesting that exhausts the stack makes the parser throw, and so do too many aliases.
  const document = yield* Effect.try({
    try: () => parseDocument(text, { lineCounter: lines, prettyErrors: false }),
    catch: () => invalid(0, "", "it is nested too deeply")
  })
  const [error] = document.errors
  if (error !== undefined) return yield* invalid(error.pos[0], "", `it is not YAML: ${error.message}`)
  const value: unknown = yield* Effect.try({
    try: (): unknown => document.toJS({ maxAliasCount }),
    catch: () => invalid(0, "", "its aliases stand for too much")
  })
  const source: YamlSource = {
    value,
    fault: (path, detail) => invalid(offsetOf(document, path), pointerOf(path), detail)
  }
  return source
})

const byPlace = Order.combine(
  Order.mapInput(Order.number, ({ line }: ManifestInvalid) => line ?? 0),
  Order.mapInput(Order.number, ({ column }: ManifestInvalid) => column ?? 0)
)

/** Decodes by the Schema; the error names the first fault in the file, and how many there are besides. */
export const decodeYamlSource = <A, I>(
  source: YamlSource,
  schema: Schema.Schema<A, I>,
  onExcessProperty: "error" | "ignore"
): Effect.Effect<A, ManifestInvalid> =>
  Schema.decodeUnknown(schema)(source.value, { errors: "all", onExcessProperty }).pipe(
    Effect.mapError((error) => {
      const issues = ParseResult.ArrayFormatter.formatErrorSync(error)
      const more = issues.length < 2 ? "" : ` (and ${issues.length - 1} more)`
      const faults = issues.map(({ message, path }) => source.fault(path, `${message}${more}`))
      return faults.sort(byPlace)[0] ?? source.fault([], error.message)
    })
  )
