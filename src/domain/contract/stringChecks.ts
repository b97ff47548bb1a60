import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import type { StringShape } from "./FieldShape.js"

/** A sentence where the text breaks a rule, undefined where it keeps it. */
export type StringCheck = (text: string) => string | undefined

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const dateTime =
  /^(\d{4}-\d{2}-\d{2})[Tt](?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** Days that every year has, at an hour that exists, in UTC: the common case, settled without a calendar. */
const plainInstant =
  /^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z|\+00:00)$/

/**
 * An RFC 3339 date and time whose day and hour exist: JavaScript takes 30 February for 2 March, and 24:00 for the next day.
 * Leap seconds are left out, as JavaScript knows none.
 */
export const isDateTime = (text: string): boolean => {
  if (plainInstant.test(text)) return true
  const day = dateTime.exec(text)?.[1]
  if (day === undefined || Option.isNone(DateTime.make(text.toUpperCase()))) return false
  return Option.exists(DateTime.make(`${day}T00:00:00Z`), (midnight) => DateTime.formatIsoDateUtc(midnight) === day)
}

/** Bytes of the text as UTF-8, counted no further than just past `limit`: no copy of a large body is made. */
const exceedsUtf8 = (text: string, limit: number): boolean => {
  if (text.length * 3 <= limit) return false
  let bytes = 0
  for (let index = 0; index < text.length && bytes <= limit; index++) {
    const unit = text.charCodeAt(index)
    // A surrogate pair is four bytes: two for each half.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3
  }
  return bytes > limit
}

const unless = (kept: (text: string) => boolean, sentence: string): StringCheck => (text) =>
  kept(text) ? undefined : sentence

const sameWords = (words: ReadonlyArray<string>): string => words.join(", ")

/** The rules of a string shape, one check each. Lengths are counted in UTF-16 units. */
export const stringChecks = (shape: StringShape): ReadonlyArray<StringCheck> => {
  const checks: Array<StringCheck> = []
  const { equals, format, max_length, max_utf8_bytes, min_length, not_one_of, one_of, pattern } = shape
  if (equals !== undefined) checks.push(unless((text) => text === equals, `must be ${equals}`))
  if (one_of !== undefined) checks.push(unless((text) => one_of.includes(text), `must be one of ${sameWords(one_of)}`))
  if (not_one_of !== undefined) {
    checks.push(unless((text) => !not_one_of.includes(text), `must not be one of ${sameWords(not_one_of)}`))
  }
  if (min_length !== undefined) {
    const sentence = min_length === 1 ? "must not be empty" : `must have at least ${min_length} characters`
    checks.push(unless((text) => text.length >= min_length, sentence))
  }
  if (max_length !== undefined) {
    checks.push(unless((text) => text.length <= max_length, `must have at most ${max_length} characters`))
  }
  if (max_utf8_bytes !== undefined) {
    checks.push(unless((text) => !exceedsUtf8(text, max_utf8_bytes), `must have at most ${max_utf8_bytes} bytes as UTF-8`))
    // Half a surrogate pair has no bytes: what is hashed and what arrives would differ.
    checks.push(unless((text) => text.isWellFormed(), "must be text that UTF-8 can carry"))
  }
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, "u")
    checks.push(unless((text) => expression.test(text), `must be ${shape.pattern_says ?? `text that matches ${pattern}`}`))
  }
  if (format === "uuid") checks.push(unless((text) => uuid.test(text), "must be a UUID"))
  if (format === "date-time") checks.push(unless(isDateTime, "must be an RFC 3339 date and time"))
  return checks
}
