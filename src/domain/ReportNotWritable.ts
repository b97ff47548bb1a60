import * as Schema from "effect/Schema"
import type { Explained } from "./Explained.js"

/** The file that a report was to be kept in could not be written. What the command did is done all the same. */
export class ReportNotWritable extends Schema.TaggedError<ReportNotWritable>()("ReportNotWritable", {
  path: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "REPORT-01"
  get target(): string {
    return this.path
  }
  override get message(): string {
    return `The report could not be written to ${this.path}. Whatever else is told here happened all the same.`
  }
  get why(): string {
    return this.detail
  }
  readonly next = "name a regular file in a folder that can be written"
}
