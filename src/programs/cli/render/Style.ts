import { escapeAscii, escapeText } from "./escape.js"

/** What became of a thing: always a mark and a word, never a colour alone. */
export type Mark = "done" | "there" | "queued" | "skipped" | "failed"

/** How words look on one stream. */
export interface Style {
  readonly mark: (mark: Mark) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly warn: (text: string) => string
  readonly faint: (text: string) => string
  readonly bold: (text: string) => string
  /** For every text that is not ours: file names, slugs, a server's words. */
  readonly foreign: (text: string) => string
  /** Between two facts on one line. */
  readonly dot: string
  /** Milliseconds since 1970, for "in 2 s". */
  readonly nowMs: number
}

const unicodeMarks: Record<Mark, string> = { done: "✔", there: "•", queued: "…", skipped: "–", failed: "✘" }
const asciiMarks: Record<Mark, string> = { done: "+", there: "=", queued: "~", skipped: "-", failed: "x" }

const paint = (on: boolean, code: number) => (text: string): string => on ? `\u001b[${code}m${text}\u001b[0m` : text

export const makeStyle = (options: {
  readonly color: boolean
  readonly ascii: boolean
  readonly nowMs: number
}): Style => {
  const marks = options.ascii ? asciiMarks : unicodeMarks
  const good = paint(options.color, 32)
  const bad = paint(options.color, 31)
  const warn = paint(options.color, 33)
  const faint = paint(options.color, 2)
  const colors: Record<Mark, (text: string) => string> = {
    done: good,
    there: good,
    queued: warn,
    skipped: faint,
    failed: bad
  }
  return {
    mark: (mark) => colors[mark](marks[mark]),
    good,
    bad,
    warn,
    faint,
    bold: paint(options.color, 1),
    foreign: options.ascii ? escapeAscii : escapeText,
    dot: options.ascii ? "-" : "·",
    nowMs: options.nowMs
  }
}
