/** One `key: value` of an object, by its place in the text. Offsets count UTF-16 units; an end is exclusive. */
export interface JsonMember {
  /** Without quotes, its escapes resolved. */
  readonly key: string
  readonly keyStart: number
  readonly keyEnd: number
  readonly valueStart: number
  readonly valueEnd: number
}

/** An object of a JSON text with all its members, also of those whose key is said twice. */
export interface JsonObject {
  readonly isRoot: boolean
  readonly members: ReadonlyArray<JsonMember>
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]

/** Just behind the string that begins at `start`. A quote behind an odd number of backslashes does not close it. */
const endOfString = (json: string, start: number): number => {
  for (let end = json.indexOf("\"", start + 1); end > 0; end = json.indexOf("\"", end + 1)) {
    let slashes = 0
    while (json.charCodeAt(end - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return end + 1
  }
  return json.length
}

const keyAt = (json: string, start: number, end: number): string => {
  const inner = json.slice(start + 1, end - 1)
  return inner.includes("\\") ? String(JSON.parse(json.slice(start, end))) : inner
}

/** An object or a list that is not closed yet, and the member it is at; -1 where that part was not met. */
interface Open {
  readonly isObject: boolean
  readonly members: Array<JsonMember>
  keyStart: number
  keyEnd: number
  valueStart: number
}

const startMember = (at: Open): void => {
  at.keyStart = at.keyEnd = at.valueStart = -1
}

const endMember = (json: string, at: Open, valueEnd: number): void => {
  const { keyEnd, keyStart, valueStart } = at
  if (at.isObject && valueStart >= 0) {
    at.members.push({ key: keyAt(json, keyStart, keyEnd), keyStart, keyEnd, valueStart, valueEnd })
  }
  startMember(at)
}

/**
 * The objects of a text that `JSON.parse` takes, innermost first: the outermost one, and every other with a member whose
 * key is `wanted`. Keeps the nesting in a list of its own, so that no depth exhausts the call stack.
 */
export const jsonObjects = (json: string, wanted: (key: string) => boolean): ReadonlyArray<JsonObject> => {
  const found: Array<JsonObject> = []
  const open: Array<Open> = []
  let tokenEnd = 0
  for (let index = 0; index < json.length; index++) {
    const unit = json.charCodeAt(index)
    if (unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09 || unit === colon) continue
    const at = open.at(-1)
    if (unit === comma) {
      if (at !== undefined) endMember(json, at, tokenEnd)
    } else if (unit === closeBrace || unit === closeBracket) {
      if (at !== undefined) endMember(json, at, tokenEnd)
      open.pop()
      const isRoot = open.length === 0
      const isWanted = at?.isObject === true && (isRoot || at.members.some(({ key }) => wanted(key)))
      if (isWanted) found.push({ isRoot, members: at.members })
    } else {
      const start = index
      if (unit === quote) index = endOfString(json, start) - 1
      const isKey = at?.isObject === true && at.keyStart < 0
      if (at !== undefined && isKey) [at.keyStart, at.keyEnd] = [start, index + 1]
      else if (at !== undefined && at.valueStart < 0) at.valueStart = start
      if (unit === openBrace || unit === openBracket) {
        open.push({ isObject: unit === openBrace, members: [], keyStart: -1, keyEnd: -1, valueStart: -1 })
      }
    }
    tokenEnd = index + 1
  }
  return found
}
