import { wrap } from "./wrap.js"

const width = 100
const bullet = "- "

const joined = (lines: ReadonlyArray<string>): string => lines.map((line) => line.trim()).join(" ")

/** The items of a list, each with the lines it goes on in. */
const itemsOf = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  joined(lines).slice(bullet.length).split(` ${bullet}`)

const blockLines = (block: string): ReadonlyArray<string> => {
  const lines = block.split("\n")
  if (block.startsWith("    ")) return lines
  if (block.startsWith("#")) return [block.replace(/^#+ /, "")]
  if (!block.startsWith(bullet)) return wrap(joined(lines), width)
  return itemsOf(lines).flatMap((item) =>
    wrap(item, width - bullet.length).map((line, index) => `${index === 0 ? bullet : "  "}${line}`))
}

/**
 * A page of `docs/errors` for a terminal: headings without their marks, paragraphs and lists wrapped anew, and what is
 * indented (commands, output) as it stands.
 */
export const errorPageText = (markdown: string): string =>
  markdown.trimEnd().split(/\n{2,}/).map((block) => blockLines(block).join("\n")).join("\n\n")
