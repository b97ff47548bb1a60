import { Document, isCollection, isMap, parseDocument } from "yaml"
import { spliceScalars } from "./spliceScalars.js"
import { inYaml, type YamlEdit, type YamlValue } from "./YamlEdit.js"

/** A mapping is compared as it is written, since its order is part of it. */
const isSame = (document: Document.Parsed, node: unknown, value: YamlValue): boolean =>
  isCollection(node) ? JSON.stringify(node.toJS(document)) === JSON.stringify(value) : node === value

const holds = (text: string, edits: ReadonlyArray<YamlEdit>): boolean => {
  const document = parseDocument(text, { prettyErrors: false })
  return document.errors.length === 0 && edits.every(({ path, value }) => isSame(document, document.getIn(path), value))
}

/** `section:` blocks with their keys, in the order of the edits. */
const blocks = (edits: ReadonlyArray<YamlEdit>): string => {
  const sections = new Map<string, string>()
  for (const { path: [section, key], value } of edits) {
    sections.set(section, `${sections.get(section) ?? `${section}:\n`}  ${key}: ${inYaml(value)}\n`)
  }
  return [...sections.values()].join("")
}

/** New sections go below what is there; keys of sections that are there go into these. */
const inPlace = (text: string, edits: ReadonlyArray<YamlEdit>): string | undefined => {
  const { contents } = parseDocument(text, { prettyErrors: false })
  const isNew = ({ path }: YamlEdit): boolean => !isMap(contents) || !contents.has(path[0])
  const within = spliceScalars(text, edits.filter((edit) => !isNew(edit)))
  const below = edits.filter(isNew)
  if (within === undefined || below.length === 0) return within
  return `${within === "" || within.endsWith("\n") ? within : `${within}\n`}${blocks(below)}`
}

/** The document written anew; comments, order and unknown keys stay, spacing may be made regular. */
const rewritten = (text: string, edits: ReadonlyArray<YamlEdit>): string => {
  const parsed = parseDocument(text, { prettyErrors: false })
  const document = isMap(parsed.contents) ? parsed : new Document({})
  for (const { path, value } of edits) {
    if (!isMap(document.get(path[0]))) document.set(path[0], document.createNode({}))
    document.setIn(path, value)
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: !/\{\S/.test(text) })
}

/** The text of a YAML mapping with these values set. Line ends stay those of the text. */
export const setScalars = (text: string, edits: ReadonlyArray<YamlEdit>): string => {
  if (edits.length === 0) return text
  const crlf = text.includes("\r\n")
  const source = crlf ? text.replaceAll("\r\n", "\n") : text
  const inside = inPlace(source, edits)
  const result = inside !== undefined && holds(inside, edits) ? inside : rewritten(source, edits)
  return crlf ? result.replaceAll("\n", "\r\n") : result
}
