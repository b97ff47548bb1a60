const token = /[ \t\r\n]*(?:([{}[\],:"])|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y
const inString = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y // eslint-disable-line no-control-regex -- what JSON forbids there

/** Just behind a string whose first quote ends at `start`, or -1. Piece by piece: one expression for it all exhausts the stack. */
const endOfString = (text: string, start: number): number => {
  let position = start
  for (inString.lastIndex = position; inString.test(text); inString.lastIndex = position) position = inString.lastIndex
  return text[position] === "\"" ? position + 1 : -1
}

type Expected = "value" | "value or ]" | "key" | "key or }" | ":" | "next" | "end"

const afterValue = (open: ReadonlyArray<string>): Expected => (open.length === 0 ? "end" : "next")

/** What must follow, given what was expected and which token came; null where the token does not fit. */
const step = (expected: Expected, text: string, open: Array<string>): Expected | null => {
  const closes = (expected === "next" && open.at(-1) === (text === "}" ? "{" : "[")) ||
    (expected === "key or }" && text === "}") || (expected === "value or ]" && text === "]")
  if ((text === "}" || text === "]") && closes) {
    open.pop()
    return afterValue(open)
  }
  if (expected === "next") return text === "," ? (open.at(-1) === "{" ? "key" : "value") : null
  if (expected === ":") return text === ":" ? "value" : null
  if (expected === "key" || expected === "key or }") return text.startsWith("\"") ? ":" : null
  if (expected === "end" || ",:}]".includes(text)) return null
  if (text !== "{" && text !== "[") return afterValue(open)
  open.push(text)
  return text === "{" ? "key or }" : "value or ]"
}

/** The 1-based line of the first fault in a text that is not JSON: runtimes don't say where it is. */
export const jsonFaultLine = (text: string): number => {
  const open: Array<string> = []
  let expected: Expected = "value"
  let position = 0
  for (;;) {
    token.lastIndex = position
    const match: RegExpExecArray | null = token.exec(text)
    const next: Expected | null = match === null ? null : step(expected, match[1] ?? match[2] ?? "", open)
    if (match === null || next === null) break
    const end = match[1] === "\"" ? endOfString(text, token.lastIndex) : token.lastIndex
    if (end < 0) break
    expected = next
    position = end
  }
  // White space in front of what does not fit is not where the fault is.
  const fault = position + (/^[ \t\r\n]*/.exec(text.slice(position))?.[0].length ?? 0)
  return text.slice(0, fault).split("\n").length
}
