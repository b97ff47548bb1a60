import * as Predicate from "effect/Predicate"
import { isDeepStrictEqual } from "node:util"

/** A JSON object whose keys are in the order in which they are written. */
export interface JsonObject {
  readonly [key: string]: unknown
}

/** The object itself; an error where it is none, which is a fault of this script. */
export const objectOf = (value: unknown): JsonObject => {
  if (!Predicate.isRecord(value)) throw new Error(`expected an object, not ${JSON.stringify(value)}`)
  return value
}

/** The object under a key; an empty one where there is none. */
export const objectAt = (value: JsonObject, key: string): JsonObject => key in value ? objectOf(value[key]) : {}

/** The list under a key; an empty one where there is none. */
export const listAt = (value: JsonObject, key: string): ReadonlyArray<unknown> => {
  const found = value[key] ?? []
  if (!Array.isArray(found)) throw new Error(`${key} is no list`)
  return found
}

/** The text under a key; an empty one where there is none. */
export const textAt = (value: JsonObject, key: string): string => {
  const found = value[key]
  return typeof found === "string" ? found : ""
}

/** The object without some of its keys. */
export const without = (value: JsonObject, ...keys: ReadonlyArray<string>): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))

/** A value copied as JSON has it: what is undefined is gone, and so is every class. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** A file's text: two spaces per level, a line break at the end. */
export const jsonFile = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** An object of all entries; an error where two differ under one name. */
export const named = (entries: ReadonlyArray<readonly [string, unknown]>): JsonObject => {
  const found = new Map<string, unknown>()
  for (const [name, value] of entries) {
    if (!isDeepStrictEqual(found.get(name) ?? value, value)) throw new Error(`two things are named ${name}`)
    found.set(name, value)
  }
  return Object.fromEntries(found)
}
