import * as Predicate from "effect/Predicate"
import { canonicalJson } from "../contract/canonicalJson.js"

/** Checksums by JSON pointer. */
export type Seal = { readonly [pointer: string]: string }

type Sha256 = (text: string) => string
type Members = { readonly [key: string]: unknown }

/** A JSON pointer (RFC 6901) of keys and positions. */
export const jsonPointer = (path: ReadonlyArray<PropertyKey>): string =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

const word = (value: unknown, sha256: Sha256): string => sha256(canonicalJson(value)).slice(0, 8)

/** Of an object a word per field, by their names; of any other value one word. */
const words = (value: unknown, sha256: Sha256): string =>
  Predicate.isRecord(value)
    ? Object.keys(value).sort().map((key) => word(value[key], sha256)).join(" ")
    : word(value, sha256)

/** What is sealed: each field of the document, of a list of objects each object. */
const sealedParts = (document: Members): ReadonlyArray<readonly [pointer: string, value: unknown]> =>
  Object.keys(document).filter((key) => key !== "seal").sort().flatMap((key) => {
    const value = document[key]
    return Array.isArray(value) && value.length > 0 && value.every(Predicate.isRecord)
      ? value.map((element, index) => [jsonPointer([key, index]), element] as const)
      : [[jsonPointer([key]), value] as const]
  })

/**
 * Eight hex digits of SHA-256 of every field of a parsed JSON document, by JSON pointer; the fields of an object in a
 * list share a line. Any one change is found and named. Whoever changes the document can change the seal as well.
 */
export const sealOf = (document: Members, sha256: Sha256): Seal =>
  Object.fromEntries(sealedParts(document).map(([pointer, value]) => [pointer, words(value, sha256)]))

/** The fields of the object at a pointer whose words differ; the pointer itself where that can't be said. */
const changedWithin = (pointer: string, value: unknown, sealed: string, found: string): ReadonlyArray<string> => {
  const keys = Predicate.isRecord(value) ? Object.keys(value).sort() : []
  const [before, after] = [sealed.split(" "), found.split(" ")]
  if (keys.length === 0 || before.length !== after.length || after.length !== keys.length) return [pointer]
  return keys.filter((_, index) => before[index] !== after[index]).map((key) => `${pointer}${jsonPointer([key])}`)
}

/** JSON pointers of what is not as it was sealed: changed, added or removed. */
export const brokenSeals = (document: Members, seal: Seal, sha256: Sha256): ReadonlyArray<string> => {
  const parts = sealedParts(document)
  const present = new Set(parts.map(([pointer]) => pointer))
  const changed = parts.flatMap(([pointer, value]) => {
    const sealed = Object.hasOwn(seal, pointer) ? seal[pointer] : undefined
    const found = words(value, sha256)
    if (sealed === found) return []
    return sealed === undefined ? [pointer] : changedWithin(pointer, value, sealed, found)
  })
  return [...changed, ...Object.keys(seal).filter((pointer) => !present.has(pointer))]
}
