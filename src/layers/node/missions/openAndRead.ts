import * as fs from "node:fs"
import { describeCause, systemCode } from "../systemError.js"

/** A small file of ours or the project's that is read whole. */
export type StateFile =
  | { readonly _tag: "Absent" }
  | { readonly _tag: "Text"; readonly text: string }
  /** `invalid_format`: it is not UTF-8. */
  | { readonly _tag: "Unusable"; readonly code: "unreadable" | "invalid_format"; readonly detail: string }

const absent: StateFile = { _tag: "Absent" }
const unusable = (code: "unreadable" | "invalid_format", detail: string): StateFile => ({ _tag: "Unusable", code, detail })

/** Never through a symlink in the last segment, never waiting for a FIFO's writer (G-F1, G-F2). */
const flags = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** For all reads: they are synchronous, and what a read gave is copied before the next. */
const chunk = Buffer.allocUnsafeSlow(64 * 1024)

/** The bytes, counted as they come: a size seen before reading says nothing of a file that grows. Null beyond `maxBytes`. */
const readAtMost = (descriptor: number, maxBytes: number): Uint8Array | null => {
  const chunks: Array<Uint8Array> = []
  let total = 0
  for (;;) {
    const bytesRead = fs.readSync(descriptor, chunk, 0, chunk.length, null)
    if (bytesRead === 0) return Buffer.concat(chunks, total)
    total += bytesRead
    if (total > maxBytes) return null
    chunks.push(Buffer.from(chunk.subarray(0, bytesRead)))
  }
}

const read = (descriptor: number, maxBytes: number): StateFile => {
  if (!fs.fstatSync(descriptor).isFile()) return unusable("unreadable", "it is not a regular file")
  const bytes = readAtMost(descriptor, maxBytes)
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
      return absent
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
export const openAndRead = (path: string, maxBytes: number): StateFile => {
  let descriptor: number | undefined
  try {
    // Most of the files we look for are not there, and an exception costs ten times as much as this answer.
    if (fs.lstatSync(path, { throwIfNoEntry: false }) === undefined) return absent
    descriptor = fs.openSync(path, flags)
    return read(descriptor, maxBytes)
  } catch (cause) {
    return refusal(cause)
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor)
  }
}
