import { Document, isMap, parseDocument } from "yaml"

/** One scalar to set: section, key, value. */
export interface YamlEdit {
  readonly path: readonly [section: string, key: string]
  readonly value: string
}

const holds = (document: Document, edits: ReadonlyArray<YamlEdit>): boolean =>
  document.errors.length === 0 && edits.every(({ path, value }) => document.getIn(path) === value)

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const wordsOfYaml = new Set(["null", "true", "false", "y", "n", "yes", "no", "on", "off"])

/** Plain where every YAML reader, of 1.1 too, sees a string; else in JSON quotes, which are YAML's as well. */
const inYaml = (value: string): string =>
  uuid.test(value) || (/^[a-z][a-z0-9-]*$/.test(value) && !wordsOfYaml.has(value)) ? value : JSON.stringify(value)

/** `section:` blocks with their keys, in the order of the edits. */
const blocks = (edits: ReadonlyArray<YamlEdit>): string => {
  const sections = new Map<string, string>()
  for (const { path: [section, key], value } of edits) {
    sections.set(section, `${sections.get(section) ?? `${section}:\n`}  ${key}: ${inYaml(value)}\n`)
  }
  return [...sections.values()].join("")
}

/** New sections go below what is there, which then keeps every byte. Nothing where that does not read back. */
const appended = (text: string, edits: ReadonlyArray<YamlEdit>): string | undefined => {
  const document = parseDocument(text)
  const isNew = edits.every(({ path }) => !isMap(document.contents) || !document.has(path[0]))
  if (!isNew) return undefined
  const result = `${text === "" || text.endsWith("\n") ? text : `${text}\n`}${blocks(edits)}`
  return holds(parseDocument(result), edits) ? result : undefined
}

/** Sets scalars inside the document that is there; comments, order and unknown keys stay, spacing may be made regular. */
const rewritten = (text: string, edits: ReadonlyArray<YamlEdit>): string => {
  const parsed = parseDocument(text)
  const document = isMap(parsed.contents) ? parsed : new Document({})
  for (const { path, value } of edits) {
    if (!isMap(document.get(path[0]))) document.set(path[0], document.createNode({}))
    document.setIn(path, value)
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: !/\{\S/.test(text) })
}

/** The text of a YAML mapping with these scalars set. Line ends stay those of the text. */
export const setScalars = (text: string, edits: ReadonlyArray<YamlEdit>): string => {
  if (edits.length === 0) return text
  const crlf = text.includes("\r\n")
  const source = crlf ? text.replaceAll("\r\n", "\n") : text
  const result = appended(source, edits) ?? rewritten(source, edits)
  return crlf ? result.replaceAll("\n", "\r\n") : result
}
