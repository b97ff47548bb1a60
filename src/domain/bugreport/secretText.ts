/** Stands where a secret was. */
export const secretMark = "<redacted>"

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Words with marks between, as names and versions are written: `spec-kitty-effect`, `001-tide-table-export`. */
const isWordy = (part: string): boolean => {
  const words = part.split(/[._-]+/)
  return words.length > 1 && words.every((word) => /^[A-Za-z]{0,20}\d{0,6}$/.test(word))
}
const plainWord = /^[A-Za-z]{1,39}$/

/** So long, and of such characters, that it is no word: base64, hex, an API key. */
const looksSecret = (part: string): boolean =>
  part.length >= 24 && !uuid.test(part) && !isWordy(part) && !plainWord.test(part)

const run = /[A-Za-z0-9+/_.~=-]{24,}/g
const patterns: ReadonlyArray<readonly [RegExp, string]> = [
  // A URL with user info, and all that stands behind it.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>]*@[^\s"'<>]*/gi, `$1${secretMark}@<server>`],
  [/([?&][^\s=&"'<>]{1,40}=)[^\s&"'<>]+/g, `$1${secretMark}`],
  [/\b(bearer|basic|negotiate)(\s+|%20|\+)(?!<)[^\s"',;<>]+/gi, `$1$2${secretMark}`],
  // A JWT, whole or cut off: base64url of `{"`, then the rest.
  [/ey[JA-Z][A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){0,4}/g, secretMark],
  [/((?:token|secret|password|passwd|api_?key|authorization|cookie)["']?\s*[=:]\s*["']?)(?!<|null\b|bearer\b|basic\b)[^\s&"',;<>]+/gi,
    `$1${secretMark}`]
]

const hideRun = (text: string): string => {
  const parts = text.split("/")
  if (!parts.some(looksSecret)) return text
  // A path keeps what is no secret; base64 has slashes in it, too, and goes whole.
  return /^[/.~]/.test(text) ? parts.map((part) => looksSecret(part) ? secretMark : part).join("/") : secretMark
}

/** Takes out what is written as secrets are: user info, queries, authorization headers, JWTs, `token=…`. */
export const hideSecretForms = (text: string): string =>
  patterns.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text)

/** Takes out what is too long and too mixed to be a word: base64, hex, keys. */
export const hideLongRuns = (text: string): string => text.replace(run, hideRun)
