import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"

/** The content of an artifact can't be shown; the reason says why. */
export class ContentUnavailable extends Schema.TaggedError<ContentUnavailable>()("ContentUnavailable", {
  path: Schema.String,
  /** `gone`: it was there when the mission was scanned, or it never was. */
  reason: Schema.Literal("gone", "not_text", "unreadable", "unstable", "left_out"),
  detail: Schema.String
}) implements Explained {
  readonly code = "ARTIFACT-02"
  get target(): string {
    return this.path
  }
  override get message(): string {
    return `The content of ${this.path} can't be shown.`
  }
  get why(): string {
    return this.detail
  }
  get next(): string {
    return this.reason === "not_text"
      ? `spec-kitty dossier show ${this.path} --raw`
      : this.reason === "unstable"
      ? "run the command again once nobody writes the file"
      : `spec-kitty explain ${this.path}`
  }
}
