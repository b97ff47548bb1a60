import { isUtf8 } from "node:buffer"
import { cutAtCharacter, firstInvalidByte, incompleteTail } from "../../../domain/dossier/utf8.js"
import type { FileContent } from "../../../services/ArtifactTree.js"
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
const readsOfAChangingFile = 3

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
  read(descriptor: number, stat: FileStat, keepText: boolean): FileContent {
    let before = stat
    for (let reads = 0; reads < readsOfAChangingFile; reads++) {
      const content = this.readOnce(descriptor, before, keepText)
      const after = this.operations.stat(descriptor)
      if (content._tag !== "Read" || after.version === before.version) return content
      before = after
    }
    return { _tag: "Unstable", sizeBytes: before.sizeBytes }
  }

  private readOnce(descriptor: number, stat: FileStat, keepText: boolean): FileContent {
    const { maxBodyBytes, maxFileBytes } = this.limits
    if (stat.sizeBytes > maxFileBytes) return this.tooLarge(stat.sizeBytes)
    const digest = this.hasher.incremental()
    const reading: Reading = { totalBytes: 0, invalidAtByte: null, carried: 0, text: keepText ? "" : null, head: "" }
    for (;;) {
      const from = reading.carried
      const count = this.operations.read(descriptor, this.buffer, from, reading.totalBytes)
      if (count === 0) break
      digest.update(this.buffer.subarray(from, from + count))
      reading.totalBytes += count
      if (reading.totalBytes > maxFileBytes) return this.tooLarge(Math.max(stat.sizeBytes, reading.totalBytes))
      if (reading.totalBytes > maxBodyBytes) reading.text = null
      this.take(reading, from + count)
      // A file that has grown since is noticed by the look at it afterwards, which saves a read for all the others.
      if (reading.totalBytes === stat.sizeBytes) break
    }
    if (reading.invalidAtByte === null && reading.carried > 0) {
      reading.invalidAtByte = reading.totalBytes - reading.carried
    }
    return { _tag: "Read", hash: digest.digest(), sizeBytes: reading.totalBytes, ...outcome(reading) }
  }

  /** Checks and keeps the first `filled` bytes of the buffer, but for a character cut at their end, which is carried. */
  private take(reading: Reading, filled: number): void {
    if (reading.invalidAtByte !== null) return
    const chunk = this.buffer.subarray(0, filled)
    const whole = chunk.subarray(0, filled - incompleteTail(chunk))
    const start = reading.totalBytes - filled
    if (!isUtf8(whole)) {
      reading.invalidAtByte = start + (firstInvalidByte(whole) ?? 0)
      reading.carried = 0
      return
    }
    // Buffer.toString replaces nothing here and strips no byte order mark: the bytes were just seen to be UTF-8.
    if (reading.text !== null) reading.text += whole.toString("utf8")
    if (start === 0 && /^\uFEFF?---/.test(whole.toString("utf8", 0, 6))) {
      reading.head = Buffer.from(cutAtCharacter(whole, headBytes)).toString("utf8")
    }
    reading.carried = filled - whole.length
    this.buffer.copyWithin(0, whole.length, filled)
  }

  private tooLarge(sizeBytes: number): FileContent {
    return { _tag: "Unreadable", detail: `larger than ${this.limits.maxFileBytes} bytes`, sizeBytes }
  }
}

const outcome = ({ head, invalidAtByte, text }: Reading) =>
  invalidAtByte === null
    ? { utf8: { valid: true }, text, head } as const
    : { utf8: { valid: false, atByte: invalidAtByte }, text: null, head: "" } as const
