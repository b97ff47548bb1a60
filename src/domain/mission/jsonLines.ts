import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"

/** Not as a Record: decoding one copies keys, and a key `__proto__` would then reach every later look-up. */
const decode = Schema.decodeUnknownEither(Schema.parseJson(Schema.Unknown))

/** A line of a JSONL file that can't be used. */
export interface BadLine {
  /** 1-based. */
  readonly line: number
  readonly detail: string
}

export interface JsonLine {
  /** 1-based. */
  readonly line: number
  readonly value: { readonly [key: string]: unknown }
}

/** The objects of a JSONL text, by line; what is none is named. Blank lines, CRLF and a leading BOM are fine. */
export const parseJsonLines = (
  text: string
): { readonly lines: ReadonlyArray<JsonLine>; readonly bad: ReadonlyArray<BadLine> } => {
  const lines: Array<JsonLine> = []
  const bad: Array<BadLine> = []
  for (const [index, raw] of text.replace(/^\uFEFF/, "").split(/\r?\n/).entries()) {
    if (raw.trim() === "") continue
    const line = index + 1
    const value = Either.getOrNull(decode(raw))
    if (Predicate.isReadonlyRecord(value)) lines.push({ line, value })
    else bad.push({ line, detail: "is not a JSON object" })
  }
  return { lines, bad }
}
