import * as Predicate from "effect/Predicate"

/**
 * JSON with keys in code unit order and no white space: the same text for the same value, whoever wrote it. Takes what
 * `JSON.parse` gives.
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`
  if (!Predicate.isRecord(value)) return JSON.stringify(value)
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
  return `{${members.join(",")}}`
}

/** The text that a contract document's `sha256` is taken of: all of it but that field. */
export const hashedText = (document: { readonly [key: string]: unknown }): string => {
  const { sha256: _, ...rest } = document
  return canonicalJson(rest)
}
