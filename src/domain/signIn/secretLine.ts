import * as Either from "effect/Either"
import { SecretInputRefused } from "./SecretInputRefused.js"

/** More than any password, in bytes. */
export const maxSecretBytes = 4096

/** The secret of a whole standard input: one line, whose line break is taken off and nothing else. */
export const secretLine = (bytes: Uint8Array): Either.Either<string, SecretInputRefused> => {
  const refuse = (reason: SecretInputRefused["reason"]) => Either.left(new SecretInputRefused({ reason }))
  // Its line break may come on top, so that the longest secret can have one.
  if (bytes.length > maxSecretBytes + 2) return refuse("too_long")
  const text = Either.try(() => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))
  if (Either.isLeft(text)) return refuse("not_text")
  const line = text.right.replace(/\r?\n$/, "")
  if (line === "") return refuse("empty")
  if (/[\r\n]/.test(line)) return refuse("lines")
  if (/\p{Cc}/u.test(line)) return refuse("not_text")
  return new TextEncoder().encode(line).length > maxSecretBytes ? refuse("too_long") : Either.right(line)
}
