import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ArtifactPath, ContentHash } from "../domain/dossier/Artifact.js"
import type { Anomaly, SkippedEntry } from "../domain/dossier/MissionDossier.js"
import type { MissionUnreadable } from "../domain/mission/missionErrors.js"

/** What one read of one regular file gave: the bytes hashed are the bytes kept. */
export type FileContent =
  | {
    readonly _tag: "Read"
    readonly hash: ContentHash
    readonly sizeBytes: number
    /** False at the byte where UTF-8 decoding failed. */
    readonly utf8: { readonly valid: true } | { readonly valid: false; readonly atByte: number }
    /** The text, as `ScanTexts` asks for it, where it is UTF-8 and within the body limit. */
    readonly text: string | null
    /** The first bytes as text, for frontmatter (at most 8 KiB, cut at a character); empty unless it starts with `---`. */
    readonly head: string
  }
  | { readonly _tag: "Unreadable"; readonly detail: string; readonly sizeBytes: number }
  | { readonly _tag: "Vanished" }
  /** It kept changing during three reads. */
  | { readonly _tag: "Unstable"; readonly sizeBytes: number }

/** What one read of one named file gave. */
export type FileBytes =
  | {
    readonly _tag: "Read"
    /** Of the whole file. */
    readonly hash: ContentHash
    readonly sizeBytes: number
    /** The file's first bytes, as many as were asked for at most. */
    readonly bytes: Uint8Array
  }
  | { readonly _tag: "Unreadable"; readonly detail: string }
  | { readonly _tag: "Vanished" }
  /** It kept changing during three reads. */
  | { readonly _tag: "Unstable" }
  /** A scan would not index it, for this reason; nothing of it was read. */
  | { readonly _tag: "LeftOut"; readonly reason: SkippedEntry["reason"]; readonly detail: string | null }

/** A regular file that a scan read. */
export interface TreeFile {
  readonly path: ArtifactPath
  readonly content: FileContent
}

/** Everything that one walk through a mission found. */
export interface TreeScan {
  /** Regular files, sorted by the UTF-8 bytes of their path. */
  readonly files: ReadonlyArray<TreeFile>
  /** Everything else that was found, with the reason it is not indexed. */
  readonly skipped: ReadonlyArray<SkippedEntry>
  readonly anomalies: ReadonlyArray<Anomaly>
}

/** Which texts a scan keeps. */
export interface ScanTexts {
  /** Whether the text of this file is wanted; asked once per file, before it is read. */
  readonly keepText: (path: ArtifactPath) => boolean
  /** True where nobody will send them: then as much of their beginning is enough as tells whether they are blank. */
  readonly beginningsOnly?: boolean
}

/**
 * Opens files of a mission, safely: no symlink is followed below the mission, no FIFO blocks, no odd name aborts, each
 * file is read once through one descriptor.
 */
export class ArtifactTree extends Context.Tag("spec-kitty/ArtifactTree")<ArtifactTree, {
  /** Walks the whole mission. Fails where its own directory can't be read; what is below it never fails a scan. */
  readonly scan: (
    directory: string,
    options: ScanTexts
  ) => Effect.Effect<TreeScan, MissionUnreadable>
  /** Reads one file anew, as safely as a scan does; the hash is that of the bytes it gives, where it gives all of them. */
  readonly readOne: (
    directory: string,
    path: ArtifactPath,
    options: { readonly maxBytes: number }
  ) => Effect.Effect<FileBytes, MissionUnreadable>
}>() {}
