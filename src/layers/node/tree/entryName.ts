import { isUtf8 } from "node:buffer"
import { firstInvalidByte } from "../../../domain/dossier/utf8.js"

/** The name as text; null where its bytes are not UTF-8, so that no text would lead back to the file. */
export const nameText = (name: Uint8Array): string | null => isUtf8(name) ? Buffer.from(name).toString("utf8") : null

const hex = (byte: number): string => `\\x${byte.toString(16).padStart(2, "0")}`

/** For people: bytes that are not UTF-8, and the backslash itself, as `\xHH`, so that two names never look the same. */
export const displayName = (name: Uint8Array): string => {
  let shown = ""
  let rest = name
  while (rest.length > 0) {
    const invalid = firstInvalidByte(rest)
    shown += Buffer.from(rest.subarray(0, invalid ?? rest.length)).toString("utf8").replaceAll("\\", hex(0x5c))
    if (invalid === null) break
    shown += hex(rest[invalid] ?? 0)
    rest = rest.subarray(invalid + 1)
  }
  return shown
}
