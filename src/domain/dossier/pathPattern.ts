import { accepts, type Element } from "./wildcard.js"

/** A compiled pattern on mission-relative paths. */
export interface PathPattern {
  /** True without `*`, `?` or `[seq]`: the pattern is one path. */
  readonly isLiteral: boolean
  /** Case-sensitive, on the whole path. */
  readonly matches: (path: string) => boolean
}

/** `[a-z_]`, `[!0-9]`; a `]` that comes first stands for itself. Null where the bracket is not closed. */
const parseSet = (
  characters: ReadonlyArray<string>,
  start: number
): { readonly accepts: (character: string) => boolean; readonly end: number } | null => {
  const negated = characters[start + 1] === "!"
  const first = start + (negated ? 2 : 1)
  const end = characters.indexOf("]", first + 1)
  if (end === -1) return null
  const members = characters.slice(first, end)
  const ranges: Array<readonly [number, number]> = []
  for (let index = 0; index < members.length; index++) {
    const isRange = members[index + 1] === "-" && index + 2 < members.length
    const from = members[index]?.codePointAt(0) ?? 0
    const to = isRange ? members[index + 2]?.codePointAt(0) ?? 0 : from
    ranges.push([from, to])
    if (isRange) index += 2
  }
  return {
    accepts: (character) => {
      const point = character.codePointAt(0) ?? 0
      return ranges.some(([from, to]) => from <= point && point <= to) !== negated
    },
    end
  }
}

const parseSegment = (segment: string): ReadonlyArray<Element<string>> => {
  const characters = Array.from(segment)
  const elements: Array<Element<string>> = []
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]
    const set = character === "[" ? parseSet(characters, index) : null
    if (character === "*") elements.push("any-run")
    else if (character === "?") elements.push(() => true)
    else if (set !== null) {
      elements.push(set.accepts)
      index = set.end
    } else elements.push((candidate) => candidate === character)
  }
  return elements
}

const compileSegment = (segment: string): Element<string> => {
  if (segment === "**") return "any-run"
  const elements = parseSegment(segment)
  return (candidate) => accepts(elements, Array.from(candidate))
}

/**
 * `*`, `?`, `[seq]` and `[!seq]` stay within a segment; a segment `**` spans any number of segments, none included:
 * `docs/**\/*.md` accepts `docs/a.md` and `docs/a/b.md`. Everything else stands for itself.
 */
export const compilePathPattern = (pattern: string): PathPattern => {
  if (!/[*?[]/.test(pattern)) return { isLiteral: true, matches: (path) => path === pattern }
  const elements = pattern.split("/").map(compileSegment)
  return { isLiteral: false, matches: (path) => accepts(elements, path.split("/")) }
}
