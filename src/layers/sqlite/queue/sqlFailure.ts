import { MigrationError } from "@effect/sql/Migrator"
import { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { QueueUnavailable } from "../../../domain/sync/queueErrors.js"
import { systemCode } from "../../node/systemError.js"

/** `SQLITE_BUSY`, `ENOSPC` and the like, from however deep; `unknown` where nobody raised a code. */
export const codeOf = (cause: unknown): string => {
  const code = systemCode(cause)
  if (code !== null) return code
  if (cause instanceof SqlError || cause instanceof MigrationError) return codeOf(cause.cause)
  return "unknown"
}

/** Another connection holds the lock we want; what is asked again succeeds once it let go. */
export const isBusy = (cause: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(cause))

const reasonOf = (code: string): QueueUnavailable["reason"] => {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return "busy"
  // The shared memory file of the WAL can't be sized where no block is left.
  if (/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/.test(code)) return "disk_full"
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS)/.test(code)) return "read_only"
  if (/^(SQLITE_NOTADB|SQLITE_CORRUPT)/.test(code)) return "not_a_database"
  return "io"
}

/** A failure of SQLite or of the file system as the error callers know. Only its code is told: texts may hold data. */
export const unavailable = (path: string) => (cause: unknown): QueueUnavailable => {
  if (cause instanceof QueueUnavailable) return cause
  const code = codeOf(cause)
  return new QueueUnavailable({ reason: reasonOf(code), path, detail: code })
}

/** Runs a step of the operating system or of better-sqlite3. */
export const attempt = <A>(path: string, run: () => A): Effect.Effect<A, QueueUnavailable> =>
  Effect.try({ try: run, catch: unavailable(path) })

/**
 * The Effect client and the migrator die of what a disk can do (a file that can't be opened, a COMMIT that fails);
 * those defects are errors here. Any other defect stays one.
 */
export const typedDefects = (path: string) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.catchAllDefect(effect, (defect) =>
    codeOf(defect) === "unknown" ? Effect.die(defect) : Effect.fail(unavailable(path)(defect)))
