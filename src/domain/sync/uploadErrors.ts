import * as Schema from "effect/Schema"
import { ArtifactPath } from "../dossier/Artifact.js"

/** The path is none of the places that are uploaded. */
export class UnsupportedSurface extends Schema.TaggedError<UnsupportedSurface>()("UnsupportedSurface", {
  path: ArtifactPath
}) {
  override get message(): string {
    return "not among the files that are uploaded (spec-kitty help uploads)"
  }
}

/** The file's extension is none of the five that can be shown inline. */
export class UnsupportedFormat extends Schema.TaggedError<UnsupportedFormat>()("UnsupportedFormat", {
  path: ArtifactPath,
  /** With its dot, as written; empty where the file has none. */
  extension: Schema.String
}) {
  override get message(): string {
    const found = this.extension === "" ? "no extension" : this.extension
    return `${found} is not one of .md, .json, .yaml, .yml, .csv`
  }
}

/** The file was listed and gone when it was to be read. */
export class DeletedAfterScan extends Schema.TaggedError<DeletedAfterScan>()("DeletedAfterScan", {
  path: ArtifactPath
}) {
  override get message(): string {
    return "it was deleted while the mission was scanned"
  }
}

/** The operating system refused to give the content, or there is too much of it to be hashed. */
export class UnreadableArtifact extends Schema.TaggedError<UnreadableArtifact>()("UnreadableArtifact", {
  path: ArtifactPath,
  detail: Schema.String
}) {
  override get message(): string {
    return `it can't be read: ${this.detail}`
  }
}

/** The content is not UTF-8. */
export class InvalidFormat extends Schema.TaggedError<InvalidFormat>()("InvalidFormat", {
  path: ArtifactPath,
  atByte: Schema.NonNegativeInt
}) {
  override get message(): string {
    return `not UTF-8: the first invalid byte is at offset ${this.atByte}`
  }
}

/** The file changed during each of several reads, so no bytes could be said to be its content. */
export class UnstableArtifact extends Schema.TaggedError<UnstableArtifact>()("UnstableArtifact", {
  path: ArtifactPath
}) {
  override get message(): string {
    return "it kept changing while it was read; the next sync takes it"
  }
}

/** The body is larger than the limit of settings. */
export class Oversized extends Schema.TaggedError<Oversized>()("Oversized", {
  path: ArtifactPath,
  sizeBytes: Schema.NonNegativeInt,
  limitBytes: Schema.NonNegativeInt
}) {
  override get message(): string {
    return `${this.sizeBytes} bytes are more than the limit of ${this.limitBytes}`
  }
}

/** Nothing but white space, which a receiver refuses ("This field may not be blank"). */
export class EmptyBody extends Schema.TaggedError<EmptyBody>()("EmptyBody", {
  path: ArtifactPath
}) {
  override get message(): string {
    return "it is empty or holds only white space"
  }
}
