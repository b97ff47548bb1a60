import * as Effect from "effect/Effect"
import { constants } from "node:fs"
import { type FileHandle, open } from "node:fs/promises"
import { describeCause, systemCode } from "../systemError.js"

/** A small file of ours or the project's that is read whole. */
export type StateFile =
  | { readonly _tag: "Absent" }
  | { readonly _tag: "Text"; readonly text: string }
  /** `invalid_format`: it is not UTF-8. */
  | { readonly _tag: "Unusable"; readonly code: "unreadable" | "invalid_format"; readonly detail: string }

const unusable = (code: "unreadable" | "invalid_format", detail: string): StateFile => ({ _tag: "Unusable", code, detail })

/** Never through a symlink in the last segment, never waiting for a FIFO's writer (G-F1, G-F2). */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
const chunkBytes = 64 * 1024

/** The bytes, counted as they come: a size seen before reading says nothing of a file that grows. Null beyond `maxBytes`. */
const readAtMost = async (handle: FileHandle, maxBytes: number): Promise<Uint8Array | null> => {
  const chunks: Array<Uint8Array> = []
  let total = 0
  for (;;) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes)
    if (bytesRead === 0) return Buffer.concat(chunks, total)
    total += bytesRead
    if (total > maxBytes) return null
    chunks.push(buffer.subarray(0, bytesRead))
  }
}

const read = async (handle: FileHandle, maxBytes: number): Promise<StateFile> => {
  if (!(await handle.stat()).isFile()) return unusable("unreadable", "it is not a regular file")
  const bytes = await readAtMost(handle, maxBytes)
  if (bytes === null) return unusable("unreadable", `it is larger than ${maxBytes} bytes`)
  // A decoder that is fatal throws, and here that is an answer, not an error.
  try {
    return { _tag: "Text", text: decoder.decode(bytes) }
  } catch {
    return unusable("invalid_format", "it is not UTF-8")
  }
}

const refusal = (cause: unknown): StateFile => {
  switch (systemCode(cause)) {
    case "ENOENT":
    case "ENOTDIR":
      return { _tag: "Absent" }
    case "ELOOP":
    case "EMLINK":
      return unusable("unreadable", "it is a symbolic link")
    case "ENXIO":
      return unusable("unreadable", "it is not a regular file")
    default:
      return unusable("unreadable", describeCause(cause))
  }
}

/** Reads a regular UTF-8 file of at most `maxBytes`. Its BOM and line ends stay. Whatever is wrong is part of the answer. */
export const readStateFile = (path: string, maxBytes: number): Effect.Effect<StateFile> =>
  Effect.acquireUseRelease(
    Effect.tryPromise({ try: () => open(path, flags), catch: refusal }),
    (handle) => Effect.tryPromise({ try: () => read(handle, maxBytes), catch: refusal }),
    (handle) => Effect.ignore(Effect.tryPromise(() => handle.close()))
  ).pipe(Effect.merge)
