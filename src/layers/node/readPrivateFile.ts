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

/** A file that holds secrets. */
export interface PrivateFile {
  readonly text: string
  /** True where others than its owner may open it. */
  readonly exposed: boolean
}

const unreadable = (code: string): PrivateFileUnreadable => ({ _tag: "PrivateFileUnreadable", code })

const attempt = <A>(action: () => Promise<A>) =>
  Effect.tryPromise({ try: action, catch: (cause) => unreadable(systemCode(cause) ?? "unknown") })

const readChecked = (file: FileHandle) =>
  Effect.gen(function*() {
    const { isFile, mode, size } = yield* attempt(() => file.stat()).pipe(
      Effect.map((stats) => ({ isFile: stats.isFile(), mode: stats.mode, size: stats.size }))
    )
    if (!isFile) return yield* Effect.fail(unreadable("not_regular"))
    if (size > maxBytes) return yield* Effect.fail(unreadable("too_large"))
    const text = yield* attempt(() => file.readFile("utf8"))
    const found: PrivateFile = { text, exposed: (mode & 0o077) !== 0 }
    return found
  })

/**
 * A file that holds secrets; none where there is no such file. A symbolic link, a FIFO or a directory in its place is
 * refused without waiting on it.
 */
export const readPrivateFile = (path: string): Effect.Effect<Option.Option<PrivateFile>, PrivateFileUnreadable> =>
  Effect.acquireUseRelease(
    attempt(() => open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)),
    readChecked,
    (file) => Effect.promise(() => file.close())
  ).pipe(
    Effect.map(Option.some),
    Effect.catchIf(({ code }) => code === "ENOENT", () => Effect.succeedNone)
  )
