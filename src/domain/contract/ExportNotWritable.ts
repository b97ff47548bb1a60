import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** A file of the handoff could not be written. What is at its place stays as it is. */
export class ExportNotWritable extends Schema.TaggedError<ExportNotWritable>()("ExportNotWritable", {
  /** The file, or the folder on the way to it that is none. */
  path: Schema.String,
  detail: Schema.String,
  /** True where something else stands at that place: a link, a device, a folder, or a file where a folder is needed. */
  occupied: Schema.Boolean
}) implements Explained {
  readonly code = "FILE-01"
  get target(): string {
    return this.path
  }
  override get message(): string {
    return `${this.path} could not be written. What it held before is unchanged.`
  }
  get why(): string {
    return this.detail
  }
  get next(): string {
    return this.occupied
      ? "name another folder with --output, or move away what is there, then run the command again"
      : "make the folder writable or free some disk space, then run the command again"
  }
}
