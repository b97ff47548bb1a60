import * as Predicate from "effect/Predicate"
import { createHash } from "node:crypto"

/*
 * What JSON Schema can't say, each rule once more in its own words. A value is good where its schema takes it and none of
 * these is broken.
 */

const fold = (name: string): string => name.normalize("NFKC").toLowerCase()
const membersOf = (value: unknown): ReadonlyArray<readonly [string, unknown]> => Predicate.isRecord(value) ? Object.entries(value) : []

const retiredValue = (name: string, value: unknown): boolean => {
  if (typeof value !== "string") return false
  if (name === "event_type") return /^feature(created|closed|completed)$/.test(fold(value))
  if (name === "aggregate_type") return fold(value) === "feature"
  return name === "aggregate_id" && value.includes("/") && /^feature(_catalog)?$/.test(fold(value.slice(0, value.indexOf("/"))))
}

/** A pattern knows letters in two cases, but no letters that only look alike or fold to them: full-width, ſ, the Kelvin sign. */
const retiredName = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(retiredName)
    : membersOf(value).some(([key, item]) => {
      const name = fold(key)
      return /^(feature_(slug|number|type)|mission_key)$/.test(name) || retiredValue(name, item) || retiredName(item)
    })

const inAscii: ReadonlyArray<readonly [key: RegExp, value: RegExp]> = [
  [/^event_type$/i, /^feature(created|closed|completed)$/i], [/^aggregate_type$/i, /^feature$/i], [/^aggregate_id$/i, /^feature(_catalog)?\//i]
]

/** A retired name in ASCII letters of either case: that much a schema does say, so it has to. */
export const isForSchema = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(isForSchema)
    : membersOf(value).some(([key, item]) =>
      /^(feature_(slug|number|type)|mission_key)$/i.test(key) || isForSchema(item) ||
      inAscii.some(([name, retired]) => typeof item === "string" && name.test(key) && retired.test(item)))

const depth = (value: unknown): number => {
  if (!Array.isArray(value) && !Predicate.isRecord(value)) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depth))
}

/** JSON Schema counts characters and knows no depth. */
export const rules = {
  "a retired name, whatever its letters": retiredName,
  "objects and lists more than 62 deep, in a request of 64": (value: unknown) => depth(value) > 62
} as const

/** Of bodies: their text as bytes. */
export const bodyRules = {
  "content_body of more than 524,288 bytes as UTF-8": (body: unknown) =>
    Predicate.isRecord(body) && typeof body["content_body"] === "string" && Buffer.byteLength(body["content_body"]) > 524_288,
  "content_body with half a surrogate pair": (body: unknown) =>
    Predicate.isRecord(body) && typeof body["content_body"] === "string" && /\p{Surrogate}/u.test(body["content_body"])
} as const

/** The receiver's alone: it hashes what arrives. The sender's hash and text come from one reading of the file. */
export const isOtherHash = (body: unknown): boolean =>
  Predicate.isRecord(body) && typeof body["content_body"] === "string" &&
  createHash("sha256").update(body["content_body"], "utf8").digest("hex") !== body["content_hash"]

/** Of a text: JSON.parse shows the last of two members of one name. */
export const namesTwice = (json: string, value: unknown): boolean => {
  const members = (item: unknown): number =>
    Array.isArray(item)
      ? item.reduce<number>((sum, each) => sum + members(each), 0)
      : membersOf(item).reduce((sum, [, each]) => sum + 1 + members(each), 0)
  const written = json.replaceAll(/"(?:[^"\\]|\\.)*"/g, "").split(":").length - 1
  return written !== members(value)
}
