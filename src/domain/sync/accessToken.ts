/** More than any token needs, and less than what a server takes as headers. */
const maxTokenCharacters = 16_384

/** Whether a text can be carried in an `Authorization` header. Nothing else is asked: a token is opaque. */
export const isCarriable = (token: string): boolean =>
  token.length <= maxTokenCharacters && /^[\x21-\x7e]+$/.test(token)

const instant =
  /^(?<date>\d{4}-\d{2}-\d{2})[Tt ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?<zone>[Zz]|[+-]\d{2}:\d{2})?$/

/** The moment of an expiry, in milliseconds since 1970; null for a text that is no instant. Without a zone it is UTC. */
export const expiryMs = (expiresAt: string): number | null => {
  const parts = instant.exec(expiresAt.trim())?.groups
  if (parts === undefined) return null
  const { date = "", time = "", zone = "Z" } = parts
  const ms = Date.parse(`${date}T${time}${zone.toUpperCase()}`)
  return Number.isNaN(ms) ? null : ms
}
