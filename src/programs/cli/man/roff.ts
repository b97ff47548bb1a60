/** Characters that roff would take for something else; the names are those of groff and mandoc alike. */
const named: Readonly<Record<string, string>> = {
  "\\": "\\(rs", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti", "\"": "\\(dq"
}

const escaped = (character: string): string => {
  const point = character.codePointAt(0) ?? 0
  // By number, since what roff makes of other bytes depends on the locale in which a page is read.
  return named[character] ?? (point < 0x7f ? character : `\\[u${point.toString(16).toUpperCase().padStart(4, "0")}]`)
}

/** Text within a line: every character stands for itself. */
export const inline = (text: string): string => Array.from(text, escaped).join("")

/** A line of text as it stands. A dot in front would make it a request, a space a break. */
export const verbatim = (text: string): string => text.startsWith(".") || text === "" ? `\\&${inline(text)}` : inline(text)

/** A paragraph on one line, which the reader's terminal breaks. */
export const prose = (text: string): string => verbatim(text.replace(/\s+/g, " ").trim())

/** To be typed as it stands. */
export const bold = (text: string): string => `\\fB${inline(text)}\\fR`
/** To be replaced by a value. */
export const italic = (text: string): string => `\\fI${inline(text)}\\fR`

export const section = (title: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.length === 0 ? [] : [`.SH ${title}`, ...lines]

/** A term and, indented below it, what it means. `term` is roff already. */
export const definition = (term: string, meaning: string): ReadonlyArray<string> => [".TP", term, prose(meaning)]

/** Lines that are not filled: tables and examples. */
export const asItStands = (lines: ReadonlyArray<string>): ReadonlyArray<string> => [".nf", ...lines.map(verbatim), ".fi"]

/** The first line of a page. Without a date: the same sources make the same page. */
export const heading = (name: string, section: 1 | 7, version: string): string =>
  `.TH "${inline(name.toUpperCase())}" "${section}" "" "${inline(`spec-kitty-effect ${version}`.trim())}" "${inline("Manual of spec-kitty")}"`

/** `spec-kitty-sync(1)`, as pages refer to each other. */
export const reference = (name: string, section: 1 | 7): string => `${bold(name)}(${section})`
