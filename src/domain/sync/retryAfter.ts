const dayMs = 86_400_000

const months: ReadonlyArray<string> =
  ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/** `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that is written today. */
const imfFixdate = /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/
/** `Sunday, 06-Nov-94 08:49:37 GMT`. */
const rfc850 = /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/
/** `Sun Nov  6 08:49:37 1994`. */
const asctime = /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/

/** Milliseconds since the epoch of an HTTP-date in any of its three forms (RFC 9110 5.6.7); NaN for anything else. */
const httpDateMs = (text: string): number => {
  const parts = (imfFixdate.exec(text) ?? rfc850.exec(text) ?? asctime.exec(text))?.groups
  if (parts === undefined) return Number.NaN
  const { day = "", month = "", time = "", year = "" } = parts
  const monthNumber = String(months.indexOf(month) + 1).padStart(2, "0")
  const fullYear = year.length === 2 ? `20${year}` : year
  return Date.parse(`${fullYear}-${monthNumber}-${day.trim().padStart(2, "0")}T${time}Z`)
}

const delayOfSeconds = (seconds: number): number | null =>
  seconds >= 0 ? Math.ceil(Math.min(seconds * 1000, dayMs)) : null

/**
 * The delay a `Retry-After` header asks for, in milliseconds, at most 24 h. Seconds (a fraction is taken) or an
 * HTTP-date against `nowMs`. Null for what is negative, past or in no form of the two (G-R6).
 */
export const parseRetryAfter = (header: string, nowMs: number): number | null => {
  const text = header.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return delayOfSeconds(Number(text))
  const delayMs = httpDateMs(text) - nowMs
  return delayMs >= 0 ? Math.ceil(Math.min(delayMs, dayMs)) : null
}

/** The same for `retry_after` or `retry_after_seconds` of a JSON body: a number of seconds, or such text. */
export const parseRetryAfterField = (value: unknown, nowMs: number): number | null => {
  if (typeof value === "number") return delayOfSeconds(value)
  return typeof value === "string" ? parseRetryAfter(value, nowMs) : null
}

/** The longest of several wishes, since the server asked for each of them. Null where there is none. */
export const longestDelay = (delaysMs: ReadonlyArray<number | null>): number | null =>
  delaysMs.reduce<number | null>((longest, delay) => delay === null ? longest : Math.max(longest ?? 0, delay), null)
