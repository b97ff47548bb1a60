import { isUtf8 } from "node:buffer"
import { cutAtCharacter, firstInvalidByte, incompleteTail } from "../../../domain/dossier/utf8.js"
import { isBlank } from "../../../domain/sync/uploadDecision.js"
import type { FileBytes, FileContent } from "../../../services/ArtifactTree.js"
import type { ContentHasher } from "../../../services/ContentHasher.js"
import type { FileOperations, FileStat } from "./FileOperations.js"

export interface ContentLimits {
  /** Most bytes of a text that is kept. */
  readonly maxBodyBytes: number
  /** Most bytes of a file that is hashed. */
  readonly maxFileBytes: number
}

const chunkBytes = 128 * 1024
const headBytes = 8 * 1024
/** Enough for all but odd files to show that they are not blank. */
const beginningBytes = 64
const readsOfAChangingFile = 3

/** How much of a text is kept: of a beginning, as much as tells whether the text is blank. */
export type KeptText = "whole" | "beginning" | "none"

/** What has been learnt of one file so far. */
interface Reading {
  totalBytes: number
  invalidAtByte: number | null
  /** Bytes at the buffer's start that begin a character of the next chunk. */
  carried: number
  /** Null once it is clear that the text will not be kept. */
  text: string | null
  head: string
}

/**
 * Reads open files, in chunks, into one buffer that all of them share: hash, check of UTF-8 and text come from the same
 * bytes (G-F6, G-F15).
 */
export class ContentReader {
  private readonly operations: FileOperations
  private readonly hasher: ContentHasher["Type"]
  private readonly limits: ContentLimits
  private readonly buffer = Buffer.allocUnsafeSlow(chunkBytes)

  constructor(operations: FileOperations, hasher: ContentHasher["Type"], limits: ContentLimits) {
    this.operations = operations
    this.hasher = hasher
    this.limits = limits
  }

  /** `stat` is of the same descriptor. Throws what the operating system says. */
  read(descriptor: number, stat: FileStat, kept: KeptText): FileContent {
    return this.stable(descriptor, stat, (before) => this.readOnce(descriptor, before, kept))
  }

  /** The same for the file's first bytes as they are, at most `maxBytes` of them; the hash is of the whole file. */
  readBytes(descriptor: number, stat: FileStat, maxBytes: number): FileBytes {
    return this.stable(descriptor, stat, (before) => this.bytesOnce(descriptor, before, maxBytes))
  }

  /** Reads until the file was the same before and after, three times at most. */
  private stable<A extends { readonly _tag: string }>(descriptor: number, stat: FileStat, once: (before: FileStat) => A) {
    let before = stat
    for (let reads = 0; reads < readsOfAChangingFile; reads++) {
      const content = once(before)
      const after = this.operations.stat(descriptor)
      if (content._tag !== "Read" || after.version === before.version) return content
      before = after
    }
    return { _tag: "Unstable", sizeBytes: before.sizeBytes } as const
  }

  private bytesOnce(descriptor: number, stat: FileStat, maxBytes: number): FileBytes {
    if (stat.sizeBytes > this.limits.maxFileBytes) return this.tooLarge(stat.sizeBytes)
    const digest = this.hasher.incremental()
    const kept: Array<Uint8Array> = []
    let room = maxBytes
    let sizeBytes = 0
    for (;;) {
      const count = this.operations.read(descriptor, this.buffer, 0, sizeBytes)
      if (count === 0) break
      const chunk = this.buffer.subarray(0, count)
      digest.update(chunk)
      sizeBytes += count
      if (sizeBytes > this.limits.maxFileBytes) return this.tooLarge(sizeBytes)
      if (room > 0) kept.push(Uint8Array.from(chunk.subarray(0, room)))
      room -= count
    }
    return { _tag: "Read", hash: digest.digest(), sizeBytes, bytes: Buffer.concat(kept) }
  }

  private readOnce(descriptor: number, stat: FileStat, kept: KeptText): FileContent {
    const { maxBodyBytes, maxFileBytes } = this.limits
    if (stat.sizeBytes > maxFileBytes) return this.tooLarge(stat.sizeBytes)
    const digest = this.hasher.incremental()
    const text = kept === "none" ? null : ""
    const reading: Reading = { totalBytes: 0, invalidAtByte: null, carried: 0, text, head: "" }
    for (;;) {
      const from = reading.carried
      const count = this.operations.read(descriptor, this.buffer, from, reading.totalBytes)
      if (count === 0) break
      digest.update(this.buffer.subarray(from, from + count))
      reading.totalBytes += count
      if (reading.totalBytes > maxFileBytes) return this.tooLarge(Math.max(stat.sizeBytes, reading.totalBytes))
      if (reading.totalBytes > maxBodyBytes) reading.text = null
      this.take(reading, from + count, kept)
      // A file that has grown since is noticed by the look at it afterwards, which saves a read for all the others.
      if (reading.totalBytes === stat.sizeBytes) break
    }
    if (reading.invalidAtByte === null && reading.carried > 0) {
      reading.invalidAtByte = reading.totalBytes - reading.carried
    }
    return { _tag: "Read", hash: digest.digest(), sizeBytes: reading.totalBytes, ...outcome(reading) }
  }

  /** Checks and keeps the first `filled` bytes of the buffer, but for a character cut at their end, which is carried. */
  private take(reading: Reading, filled: number, kept: KeptText): void {
    if (reading.invalidAtByte !== null) return
    const chunk = this.buffer.subarray(0, filled)
    const whole = chunk.subarray(0, filled - incompleteTail(chunk))
    const start = reading.totalBytes - filled
    if (!isUtf8(whole)) {
      reading.invalidAtByte = start + (firstInvalidByte(whole) ?? 0)
      reading.carried = 0
      return
    }
    if (reading.text !== null) reading.text += more(whole, reading.text, kept)
    if (start === 0 && /^\uFEFF?---/.test(whole.toString("utf8", 0, 6))) {
      reading.head = Buffer.from(cutAtCharacter(whole, headBytes)).toString("utf8")
    }
    reading.carried = filled - whole.length
    this.buffer.copyWithin(0, whole.length, filled)
  }

  private tooLarge(sizeBytes: number) {
    return { _tag: "Unreadable", detail: `larger than ${this.limits.maxFileBytes} bytes`, sizeBytes } as const
  }
}

/**
 * What a chunk adds to the text that was kept so far. Buffer.toString replaces nothing here and strips no byte order
 * mark: the bytes were just seen to be UTF-8.
 */
const more = (whole: Buffer, text: string, kept: KeptText): string => {
  if (kept === "whole") return whole.toString("utf8")
  if (!isBlank(text)) return ""
  const beginning = whole.toString("utf8", 0, cutAtCharacter(whole, beginningBytes).length)
  return isBlank(beginning) ? whole.toString("utf8") : beginning
}

const outcome = ({ head, invalidAtByte, text }: Reading) =>
  invalidAtByte === null
    ? { utf8: { valid: true }, text, head } as const
    : { utf8: { valid: false, atByte: invalidAtByte }, text: null, head: "" } as const
