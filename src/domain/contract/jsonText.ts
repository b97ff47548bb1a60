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

const parse = (json: string): Read =>
  Either.try({ try: (): unknown => JSON.parse(json), catch: () => refused("must be JSON") }).pipe(
    Either.map((parsed) => ({ json, parsed }))
  )

/**
 * The text that will be sent for a value, read back: `NaN`, `undefined`, getters and `toJSON` can't show the gate one
 * thing and the wire another. A value without a JSON text (cycles, bigints, functions) is refused.
 */
export const writeJson = (value: unknown): Read =>
  Either.try({ try: () => JSON.stringify(value), catch: () => refused("must be expressible as JSON") }).pipe(
    Either.filterOrLeft(Predicate.isString, () => refused("must be expressible as JSON")),
    Either.flatMap(parse)
  )

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

/** How many `key: value` pairs the text spells out: its colons outside of strings. */
const membersWritten = (json: string): number => {
  let members = 0
  for (let index = 0; index < json.length; index++) {
    const char = json[index]
    if (char === ":") members++
    if (char !== "\"") continue
    for (index++; index < json.length && json[index] !== "\""; index++) if (json[index] === "\\") index++
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
 * A text that was stored: it must say each key once, because of a key that comes twice `JSON.parse` shows only the last
 * and the bytes would carry the other one past the gate.
 */
export const readJson = (json: string): Read =>
  parse(json).pipe(
    Either.filterOrLeft(
      ({ parsed }) => membersWritten(json) === membersRead(parsed),
      () => refused("must not name a key twice")
    )
  )
