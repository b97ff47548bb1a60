import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { constants } from "node:fs"
import { type FileHandle, open } from "node:fs/promises"
import { systemCode } from "./systemError.js"

const maxBytes = 1024 * 1024

/** Why a private file was not read. Never a part of its content. */
export interface PrivateFileUnreadable {
  readonly _tag: "PrivateFileUnreadable"
  readonly reason: "not_regular" | "other_owner" | "too_large" | "no_access"
}

/** A file that holds secrets. */
export interface PrivateFile {
  readonly text: string
  /** True where others than its owner may open it. */
  readonly exposed: boolean
}

const unreadable = (reason: PrivateFileUnreadable["reason"]): PrivateFileUnreadable => ({ _tag: "PrivateFileUnreadable", reason })

/** A link; a socket, or a device without a driver. */
const notRegular: ReadonlySet<string | null> = new Set(["ELOOP", "ENXIO"])

const attempt = <A>(action: () => Promise<A>) =>
  Effect.tryPromise({ try: action, catch: () => unreadable("no_access") })

/** None where there is no such file. */
const openFile = (path: string): Effect.Effect<Option.Option<FileHandle>, PrivateFileUnreadable> =>
  Effect.tryPromise({
    try: () => open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
    catch: (cause) => systemCode(cause) ?? "unknown"
  }).pipe(
    Effect.asSome,
    Effect.catchIf((code) => code === "ENOENT", () => Effect.succeedNone),
    Effect.mapError((code) => unreadable(notRegular.has(code) ? "not_regular" : "no_access"))
  )

/** Whether a file of this owner is ours; Windows knows no such number. */
export const isOwn = (uid: number): boolean => process.getuid === undefined || process.getuid() === uid

const readChecked = (file: FileHandle) =>
  Effect.gen(function*() {
    const stats = yield* attempt(() => file.stat())
    if (!stats.isFile()) return yield* Effect.fail(unreadable("not_regular"))
    if (!isOwn(stats.uid)) return yield* Effect.fail(unreadable("other_owner"))
    if (stats.size > maxBytes) return yield* Effect.fail(unreadable("too_large"))
    const text = yield* attempt(() => file.readFile("utf8"))
    const found: PrivateFile = { text, exposed: (stats.mode & 0o077) !== 0 }
    return found
  })

/**
 * A file that holds secrets; none where there is no such file. A symbolic link, a FIFO or a directory in its place is
 * refused without waiting on it, and so is a file of another user.
 */
export const readPrivateFile = (path: string): Effect.Effect<Option.Option<PrivateFile>, PrivateFileUnreadable> =>
  Effect.acquireUseRelease(
    openFile(path),
    (file) => Effect.transposeOption(Option.map(file, readChecked)),
    (file) => Effect.transposeOption(Option.map(file, (it) => Effect.promise(() => it.close())))
  )
