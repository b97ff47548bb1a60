import * as Schema from "effect/Schema"
import type { Explained } from "./Explained.js"

/** Something that ships with the program can't be read. */
export class PackageIncomplete extends Schema.TaggedError<PackageIncomplete>()("PackageIncomplete", {
  /** What it is, for a person: `pages about errors`. */
  part: Schema.String,
  /** Where it should be. */
  folder: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "INSTALL-01"
  get target(): string {
    return this.folder
  }
  override get message(): string {
    return `The installed package of spec-kitty-effect is incomplete: its ${this.part} can't be read.`
  }
  get why(): string {
    return this.detail
  }
  readonly next = "install the package again"
}
