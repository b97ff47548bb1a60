import * as Schema from "effect/Schema"
import type { Explained } from "../Explained.js"
import { placeSuffix } from "../Place.js"

/** A file that is no snapshot: it can't be read, is no JSON, or not of the shape `snapshot@1`. */
export class SnapshotInvalid extends Schema.TaggedError<SnapshotInvalid>()("SnapshotInvalid", {
  file: Schema.String,
  /** 1-based; null where the fault has no place. */
  line: Schema.NullOr(Schema.Int),
  column: Schema.NullOr(Schema.Int),
  /** JSON pointer; empty for the whole file. */
  pointer: Schema.String,
  detail: Schema.String
}) implements Explained {
  readonly code = "SNAPSHOT-01"
  get target(): string {
    return this.file
  }
  override get message(): string {
    return `${this.file}${placeSuffix(this)} is no snapshot of a dossier.`
  }
  get why(): string {
    return this.pointer === "" ? this.detail : `${this.pointer}: ${this.detail}`
  }
  readonly next = "name a file that spec-kitty dossier snapshot export wrote"
}
