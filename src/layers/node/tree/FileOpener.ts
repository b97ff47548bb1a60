import type { SkippedEntry } from "../../../domain/dossier/MissionDossier.js"
import { describeCause, systemCode } from "../systemError.js"
import type { FileOperations, FileStat } from "./FileOperations.js"
import type { DirectoryNode, OpenDirectories } from "./OpenDirectories.js"

/** What came of opening one file. */
export type Taken<A> =
  | { readonly _tag: "Read"; readonly value: A; readonly hardLinks: number }
  /** It is no regular file of the mission, and nothing of it was read. */
  | { readonly _tag: "LeftOut"; readonly reason: SkippedEntry["reason"]; readonly detail: string }
  | { readonly _tag: "Unreadable"; readonly detail: string }
  | { readonly _tag: "Vanished" }

const slash = 0x2f

const isBelow = (root: Uint8Array, path: Uint8Array): boolean =>
  path.length > root.length && path[root.length] === slash && Buffer.compare(path.subarray(0, root.length), root) === 0

const refusal = (cause: unknown): Taken<never> => {
  switch (systemCode(cause)) {
    case "ELOOP":
      return { _tag: "LeftOut", reason: "symlink", detail: "it became one during the scan" }
    case "ENXIO":
      return { _tag: "LeftOut", reason: "not_regular", detail: "it became something else during the scan" }
    case "ENOENT":
    case "ENOTDIR":
      return { _tag: "Vanished" }
    default:
      return { _tag: "Unreadable", detail: describeCause(cause) }
  }
}

/**
 * Opens the files of one mission, each from its directory's descriptor: never through a symlink, never a FIFO, never one
 * that is really outside (G-F1, G-F2). The one place where a file of a mission is opened.
 */
export class FileOpener {
  private readonly operations: FileOperations
  private readonly open: OpenDirectories
  private readonly realRoot: Uint8Array | null

  /** Throws where it can't be said where the root is. */
  constructor(operations: FileOperations, open: OpenDirectories) {
    this.operations = operations
    this.open = open
    this.realRoot = open.realRoot()
  }

  /** Gives the open file to `read`, whose errors become `Unreadable`, and closes it. */
  use<A>(directory: DirectoryNode, name: string, read: (descriptor: number, stat: FileStat) => A): Taken<A> {
    let descriptor: number
    let openedBy: string
    try {
      openedBy = `${this.open.reach(directory)}/${name}`
      descriptor = this.operations.openFile(openedBy)
    } catch (cause) {
      return refusal(cause)
    }
    try {
      const stat = this.operations.stat(descriptor)
      if (!stat.isFile) return { _tag: "LeftOut", reason: "not_regular", detail: "it became something else during the scan" }
      if (!this.isInside(descriptor, openedBy)) {
        return { _tag: "LeftOut", reason: "symlink", detail: "it leads out of the mission" }
      }
      return { _tag: "Read", value: read(descriptor, stat), hardLinks: stat.hardLinks }
    } catch (cause) {
      return { _tag: "Unreadable", detail: describeCause(cause) }
    } finally {
      this.operations.close(descriptor)
    }
  }

  /** A path too long to be looked up says nothing against a file that was reached through open directories. */
  private isInside(descriptor: number, openedBy: string): boolean {
    try {
      const real = this.operations.realPath(descriptor, openedBy)
      return this.realRoot === null || real === null || isBelow(this.realRoot, real)
    } catch (cause) {
      return systemCode(cause) === "ENAMETOOLONG"
    }
  }
}
