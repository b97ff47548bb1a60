import * as Schema from "effect/Schema"
import { codeOf } from "../queue/sqlFailure.js"

/** A queue file of the original tool that can't be read, or is none. It is left as it is. */
export class OriginalUnreadable extends Schema.TaggedError<OriginalUnreadable>()("OriginalUnreadable", {
  file: Schema.String,
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.file} can't be read: ${this.detail}.`
  }
}

const wordsFor = (code: string): string => {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return "another process has locked it"
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return "it is damaged, or no SQLite database"
  if (/^(EACCES|EPERM|SQLITE_CANTOPEN|SQLITE_PERM)/.test(code)) return "it may not be opened"
  return code
}

/** What SQLite or the file system says of a file; its own texts may hold data and are not told. */
export const unreadable = (file: string) => (cause: unknown): OriginalUnreadable =>
  cause instanceof OriginalUnreadable ? cause : new OriginalUnreadable({ file, detail: wordsFor(codeOf(cause)) })
