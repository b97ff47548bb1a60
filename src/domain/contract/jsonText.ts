import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import { ContractViolation } from "./ContractViolations.js"

const refused = (rule: string) => [new ContractViolation({ pointer: "", rule })] as const

/** A JSON text and the value it says: what is checked is what is sent. */
export interface JsonText {
  readonly json: string
  readonly parsed: unknown
}

type Read = Either.Either<JsonText, readonly [ContractViolation]>

/** The value a text says, every key of it however often it comes. */
export const parseJson = (json: string): Read =>
  Either.try({ try: (): unknown => JSON.parse(json), catch: () => refused("must be JSON") }).pipe(
    Either.map((parsed) => ({ json, parsed }))
  )

/**
 * The text that will be sent for a value, read back: `NaN`, `undefined`, getters and `toJSON` can't show the gate one
 * thing and the wire another. A value without a JSON text (cycles, bigints, functions) is refused.
 */
export const writeJson = (value: unknown): Read =>
  Either.flatMap(
    Either.try({ try: () => writtenAndRead(JSON.stringify(value)), catch: () => inexpressible }),
    (text) => text === undefined ? Either.left(inexpressible) : Either.right(text)
  )

const inexpressible = refused("must be expressible as JSON")

/** A function has no JSON text: `JSON.stringify` gives undefined for it, whatever its type says. */
const writtenAndRead = (json: string | undefined): JsonText | undefined =>
  json === undefined ? undefined : { json, parsed: JSON.parse(json) }

/**
 * The same for an object with one large text in `field`: that text is written once and not read back, since a string
 * read back from its own JSON is the same string. Every other field takes the way of `writeJson`.
 */
export const writeJsonAround = (value: object, field: string): Read => {
  const { [field]: text, ...rest } = Object.fromEntries<unknown>(Object.entries(value))
  if (typeof text !== "string") return writeJson(value)
  return writeJson(rest).pipe(Either.map(({ json, parsed }) => ({
    json: `${json === "{}" ? "{" : `${json.slice(0, -1)},`}${JSON.stringify(field)}:${JSON.stringify(text)}}`,
    parsed: Predicate.isRecord(parsed) ? { ...parsed, [field]: text } : parsed
  })))
}

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a

/** Where the string that begins at `start` ends. A closing quote is found natively; one behind backslashes is counted out. */
const endOfString = (json: string, start: number): number => {
  let end = json.indexOf("\"", start + 1)
  while (end > 0 && json.charCodeAt(end - 1) === backslash) {
    let slashes = 1
    while (json.charCodeAt(end - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return end
    end = json.indexOf("\"", end + 1)
  }
  return end < 0 ? json.length : end
}

/** How many `key: value` pairs a JSON text spells out: its colons outside of strings. */
export const membersWritten = (json: string): number => {
  let members = 0
  for (let index = 0; index < json.length; index++) {
    const unit = json.charCodeAt(index)
    if (unit === colon) members++
    else if (unit === quote) index = endOfString(json, index)
  }
  return members
}

const membersRead = (value: unknown): number => {
  let members = 0
  const open: Array<unknown> = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (!Array.isArray(next) && !Predicate.isRecord(next)) continue
    const inner = Object.values(next)
    if (!Array.isArray(next)) members += inner.length
    for (const item of inner) open.push(item)
  }
  return members
}

/**
 * Refuses a text that says a key twice: of such a key `JSON.parse` shows only the last one, and the bytes would carry the
 * other past the gate.
 */
export const requireSingleKeys = (text: JsonText): Read =>
  membersWritten(text.json) === membersRead(text.parsed) ? Either.right(text) : Either.left(refused("must not name a key twice"))
