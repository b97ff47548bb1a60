import * as Predicate from "effect/Predicate"

const maxCharacters = 500
const maxDepth = 4
const maxParts = 50

// ESC or its 8-bit twin, then: a CSI sequence, an OSC/DCS/APC/PM/SOS string up to its end, or any two-character escape.
const escapeSequences =
  // eslint-disable-next-line no-control-regex -- control characters are what it removes
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g
/** Control and format characters (bidirectional overrides among them), line separators and lone surrogates. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu

const secretPatterns: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b(bearer|basic)\s+[^\s"',;]+/gi, "$1 [redacted]"],
  // A JWT, whole or cut off: base64url of `{"`, then the rest.
  [/\bey[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g, "[redacted]"],
  [/\b((?:access_|refresh_|id_|auth_)?token|secret|password|api_?key)=[^\s&"',;]+/gi, "$1=[redacted]"]
]

const redact = (text: string, secrets: ReadonlyArray<string>): string => {
  // A secret of a few characters would also be found in words that tell nothing.
  const literal = secrets.filter((secret) => secret.length >= 8)
    .reduce((left, secret) => left.replaceAll(secret, "[redacted]"), text)
  return secretPatterns.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), literal)
}

/**
 * Text of a server made fit for a terminal, a log and a queue row: one line, no escape sequence, no control character,
 * no token (the ones of `secrets`, and whatever looks like one), at most 500 characters (G-N9).
 */
export const safeText = (text: string, secrets: ReadonlyArray<string> = []): string => {
  const visible = text.replace(escapeSequences, "").replace(unprintable, " ").replace(/\s+/g, " ").trim()
  const characters = Array.from(redact(visible, secrets))
  return characters.length <= maxCharacters ? characters.join("") : `${characters.slice(0, maxCharacters - 1).join("")}…`
}

/** Fields whose text speaks for itself; any other is printed with its name in front. */
const spokenFields = new Set([
  "error", "detail", "details", "message", "error_message", "error_description", "reason", "non_field_errors"
])
const silentFields = new Set(["status", "retry_after", "retry_after_seconds"])

const flatten = (value: unknown, field: string, depth: number): ReadonlyArray<string> => {
  if (typeof value === "string") return value.trim() === "" ? [] : [field === "" ? value : `${field}: ${value}`]
  if (depth >= maxDepth) return []
  if (Array.isArray(value)) {
    return value.slice(0, maxParts).flatMap((item: unknown) => flatten(item, field, depth + 1))
  }
  if (!Predicate.isRecord(value)) return []
  return Object.entries(value).slice(0, maxParts).flatMap(([name, inner]) => {
    if (silentFields.has(name)) return []
    const below = spokenFields.has(name) ? field : field === "" ? name : `${field}.${name}`
    return flatten(inner, below, depth + 1)
  })
}

/**
 * What a decoded error body says, field errors included, in the body's own order: `field: msg | field: msg`.
 * Empty where it says nothing. Not yet safe to print: pass it through `safeText`.
 */
export const describeErrorBody = (body: unknown): string =>
  [...new Set(flatten(body, "", 0))].slice(0, maxParts).join(" | ")
