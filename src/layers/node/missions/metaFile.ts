import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { isMap, isScalar, LineCounter, parseDocument } from "yaml"
import { jsonFaultLine } from "../../../domain/mission/jsonFault.js"
import { MissionMeta } from "../../../domain/mission/MissionMeta.js"

/** `meta.json`, parsed. */
export type MetaFile =
  | { readonly _tag: "Meta"; readonly meta: MissionMeta; readonly value: unknown }
  /** `value` is what was parsed, null where it is no JSON. `line` is 1-based. */
  | { readonly _tag: "Broken"; readonly line: number; readonly detail: string; readonly value: unknown }

const parse = Schema.decodeUnknownEither(Schema.parseJson(Schema.Unknown))
const decode = Schema.decodeUnknownEither(MissionMeta)

/** JSON is YAML, and the YAML parser knows where a key stands. */
const lineOfKey = (text: string, wanted: string): number => {
  const lines = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const pair = isMap(contents) ? contents.items.findLast(({ key }) => isScalar(key) && key.value === wanted) : undefined
  return pair === undefined ? 1 : lines.linePos(pair.key.range[0]).line
}

/** Reads the keys of `meta.json` that we know. A leading BOM is fine; of a key that stands there twice the last counts. */
export const parseMeta = (content: string): MetaFile => {
  const text = content.replace(/^\uFEFF/, "")
  const parsed = parse(text)
  if (Either.isLeft(parsed)) {
    return { _tag: "Broken", line: jsonFaultLine(text), detail: "it is not JSON", value: null }
  }
  const value = parsed.right
  if (!Predicate.isReadonlyRecord(value)) return { _tag: "Broken", line: 1, detail: "it is not a JSON object", value }
  const meta = decode(value)
  if (Either.isRight(meta)) return { _tag: "Meta", meta: meta.right, value }
  const key = ParseResult.ArrayFormatter.formatErrorSync(meta.left)[0]?.path[0]
  const field = typeof key === "string" ? key : ""
  return { _tag: "Broken", line: lineOfKey(text, field), detail: `${field} is not of the type it must have`, value }
}
