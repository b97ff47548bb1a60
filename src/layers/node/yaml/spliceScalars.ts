import { isCollection, isMap, isScalar, type Pair, parseDocument, type YAMLMap } from "yaml"
import { inYaml, type YamlEdit } from "./YamlEdit.js"

const isBlockText = (value: unknown): boolean =>
  isScalar(value) && (value.type === "BLOCK_LITERAL" || value.type === "BLOCK_FOLDED")

/** Where a word, or a collection in flow style, ends; nothing for what ends in a line of its own. */
const endOf = (value: unknown): number | undefined => {
  const isInLine = isScalar(value) ? !isBlockText(value) : isCollection(value) && value.flow === true
  return isInLine && (isScalar(value) || isCollection(value)) ? value.range?.[1] : undefined
}

const pairOf = (section: YAMLMap, key: string): Pair | undefined =>
  section.items.find((pair) => isScalar(pair.key) && pair.key.value === key)

/** Puts the text at the offset, in place of what stands there up to `end`. */
const splice = (text: string, start: number, end: number, insert: string): string =>
  text.slice(0, start) + insert + text.slice(end)

/** A new key stands behind the last one that allows it: on that one's line in flow style, else on a line of its own. */
const added = (text: string, section: YAMLMap, [, name]: YamlEdit["path"], insert: string): string | undefined => {
  const last = section.items.findLast((pair) => endOf(pair.value) !== undefined)
  const end = endOf(last?.value)
  const key = isScalar(last?.key) ? last.key.range : undefined
  if (end === undefined || !key) return undefined
  if (section.flow === true) return splice(text, end, end, `, ${name}: ${insert}`)
  const [start] = key
  const indent = text.slice(text.lastIndexOf("\n", start - 1) + 1, start)
  const lineEnd = text.indexOf("\n", end)
  const at = lineEnd === -1 ? text.length : lineEnd
  return /^ *$/.test(indent) ? splice(text, at, at, `\n${indent}${name}: ${insert}`) : undefined
}

/** A mapping in block style gives way from its key's colon on, where at most a comment stands between the two. */
const replaced = (text: string, { key, value }: Pair, insert: string): string | undefined => {
  const before = isScalar(value) || isCollection(value) ? value.range : undefined
  if (!before || before[0] === before[1] || isBlockText(value)) return undefined
  const [start, end] = before
  if (isScalar(value) || (isCollection(value) && value.flow === true)) return splice(text, start, end, insert)
  const colon = isScalar(key) ? key.range?.[1] : undefined
  const between = colon === undefined ? null : /^:[ \t]*(?<comment>#[^\n]*)?\n *$/.exec(text.slice(colon, start))
  if (colon === undefined || between === null) return undefined
  const comment = between.groups?.["comment"]
  const line = comment === undefined ? `: ${insert}` : `: ${insert} ${comment}`
  return splice(text, colon, text.slice(0, end).trimEnd().length, line)
}

const setOne = (text: string, { path, value }: YamlEdit): string | undefined => {
  const document = parseDocument(text, { prettyErrors: false })
  const section = document.get(path[0])
  if (!isMap(section)) return undefined
  const pair = pairOf(section, path[1])
  if (pair === undefined) return added(text, section, path, inYaml(value))
  return replaced(text, pair, inYaml(value))
}

/**
 * The text with these values set in sections that are there, every other byte as it was. Nothing where that takes more
 * than putting a word in its place, as with an empty section or a value of several lines.
 */
export const spliceScalars = (text: string, edits: ReadonlyArray<YamlEdit>): string | undefined =>
  edits.reduce<string | undefined>((before, edit) => before === undefined ? undefined : setOne(before, edit), text)
