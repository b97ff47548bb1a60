import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { constants } from "node:fs"
import { type FileHandle, open } from "node:fs/promises"
import { systemCode } from "./systemError.js"

const maxBytes = 1024 * 1024

/** Why a private file was not read: `ELOOP` and the like, `not_regular`, `too_large`. Never a part of its content. */
export interface PrivateFileUnreadable {
  readonly _tag: "PrivateFileUnreadable"
  readonly code: string
}
const unreadable = (code: string): PrivateFileUnreadable => ({ _tag: "PrivateFileUnreadable", code })

const attempt = <A>(action: () => Promise<A>) =>
  Effect.tryPromise({ try: action, catch: (cause) => unreadable(systemCode(cause) ?? "unknown") })

const readChecked = (path: string) => (file: FileHandle) =>
  Effect.gen(function*() {
    const { isFile, mode, size } = yield* attempt(() => file.stat()).pipe(
      Effect.map((stats) => ({ isFile: stats.isFile(), mode: stats.mode, size: stats.size }))
    )
    if (!isFile) return yield* Effect.fail(unreadable("not_regular"))
    if (size > maxBytes) return yield* Effect.fail(unreadable("too_large"))
    if ((mode & 0o077) !== 0) {
      yield* Effect.logWarning(`${path} can be read by other users of this machine: run chmod 600 on it`)
    }
    return yield* attempt(() => file.readFile("utf8"))
  })

/**
 * The text of a file that holds secrets; none where there is no such file. A symbolic link, a FIFO or a directory in its
 * place is refused without waiting on it. A file that others can read is read, and warned of.
 */
export const readPrivateFile = (path: string): Effect.Effect<Option.Option<string>, PrivateFileUnreadable> =>
  Effect.acquireUseRelease(
    attempt(() => open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)),
    readChecked(path),
    (file) => Effect.promise(() => file.close())
  ).pipe(
    Effect.map(Option.some),
    Effect.catchIf(({ code }) => code === "ENOENT", () => Effect.succeedNone)
  )
