import * as Order from "effect/Order"
import * as Schema from "effect/Schema"
import { ArtifactPath } from "../../../domain/dossier/Artifact.js"
import { codePointOrder } from "../../../domain/dossier/codePointOrder.js"
import { Anomaly, SkippedEntry } from "../../../domain/dossier/MissionDossier.js"
import { nameCollisions } from "../../../domain/dossier/nameCollisions.js"
import type { FileContent, TreeFile, TreeScan } from "../../../services/ArtifactTree.js"
import { describeCause, systemCode } from "../systemError.js"
import type { ContentReader } from "./ContentReader.js"
import { displayName, nameText } from "./entryName.js"
import type { DirectoryEntry, FileOperations, FileStat } from "./FileOperations.js"
import type { DirectoryNode } from "./OpenDirectories.js"
import { OpenDirectories } from "./OpenDirectories.js"

interface PendingFile {
  readonly directory: DirectoryNode
  readonly name: string
  readonly path: ArtifactPath
}

const isArtifactPath = Schema.is(ArtifactPath)
const dot = 0x2e
const slash = 0x2f

const isBelow = (root: Uint8Array, path: Uint8Array): boolean =>
  path.length > root.length && path[root.length] === slash && Buffer.compare(path.subarray(0, root.length), root) === 0

const byPath = Order.mapInput(codePointOrder, ({ path }: { readonly path: string }) => path)

/**
 * One walk of one mission, a few files at a time so that the caller can let others run in between. It is synchronous,
 * with try/catch, because that is several times faster than any asynchronous form, and because between the calls on
 * one file nothing of ours may run.
 */
export class MissionWalk {
  private readonly operations: FileOperations
  private readonly reader: ContentReader
  private readonly keepText: (path: ArtifactPath) => boolean
  private readonly open: OpenDirectories
  private readonly realRoot: Uint8Array | null
  private readonly directories: Array<DirectoryNode>
  private pendingFiles: Array<PendingFile> = []
  private readonly files: Array<TreeFile> = []
  private readonly skipped: Array<SkippedEntry> = []
  private readonly anomalies: Array<Anomaly> = []

  /** `root` is absolute, its symlinks resolved. Throws where it can't be opened or listed. */
  constructor(
    operations: FileOperations,
    reader: ContentReader,
    root: string,
    keepText: (path: ArtifactPath) => boolean
  ) {
    this.operations = operations
    this.reader = reader
    this.keepText = keepText
    const node: DirectoryNode = { parent: null, name: root, path: "" }
    this.open = new OpenDirectories(operations, node)
    this.directories = []
    try {
      this.realRoot = this.open.realRoot()
      this.list(node)
    } catch (cause) {
      this.open.close()
      throw cause
    }
  }

  /** Reads up to `limit` files. False once nothing is left. */
  step(limit: number): boolean {
    for (let count = 0; count < limit; count++) {
      const file = this.pendingFiles.pop()
      if (file !== undefined) this.take(file)
      else if (!this.enterNext()) return false
    }
    return true
  }

  result(): TreeScan {
    const files = [...this.files].sort(byPath)
    const collisions = nameCollisions(files.map(({ path }) => path))
    return { files, skipped: [...this.skipped].sort(byPath), anomalies: [...this.anomalies, ...collisions] }
  }

  close(): void {
    this.open.close()
  }

  private enterNext(): boolean {
    const directory = this.directories.pop()
    if (directory === undefined) return false
    try {
      this.list(directory)
    } catch (cause) {
      if (systemCode(cause) === "ELOOP") this.skip(directory.path, "symlink", "it became one during the scan")
      else this.skip(directory.path, "unreadable_directory", describeCause(cause))
    }
    return true
  }

  private list(directory: DirectoryNode): void {
    for (const entry of this.operations.list(this.open.reach(directory))) this.sortOut(directory, entry)
  }

  private sortOut(directory: DirectoryNode, { kind, name }: DirectoryEntry): void {
    const prefix = directory.path === "" ? "" : `${directory.path}/`
    const shown = `${prefix}${displayName(name)}`
    if (name[0] === dot) return this.skip(shown, "hidden", kind === "directory" ? "the folder and all below it" : null)
    if (kind === "symlink") return this.skip(shown, "symlink", null)
    if (kind === "other") return this.skip(shown, "not_regular", "neither a file nor a folder")
    const text = nameText(name)
    const path = `${prefix}${text ?? ""}`
    if (text === null) return this.skip(shown, "unsupported_name", "the name is not UTF-8")
    if (!isArtifactPath(path)) return this.skip(shown, "unsupported_name", "the name has a backslash")
    if (kind === "directory") this.directories.push({ parent: directory, name: text, path })
    else this.pendingFiles.push({ directory, name: text, path })
  }

  private take(file: PendingFile): void {
    let descriptor: number
    let openedBy: string
    try {
      openedBy = `${this.open.reach(file.directory)}/${file.name}`
      descriptor = this.operations.openFile(openedBy)
    } catch (cause) {
      return this.refused(file, cause)
    }
    try {
      const stat = this.operations.stat(descriptor)
      if (!stat.isFile) this.skip(file.path, "not_regular", "it became something else during the scan")
      else if (!this.isInside(descriptor, openedBy)) this.skip(file.path, "symlink", "it leads out of the mission")
      else this.read(file, descriptor, stat)
    } catch (cause) {
      this.add(file, { _tag: "Unreadable", detail: describeCause(cause), sizeBytes: 0 })
    } finally {
      this.operations.close(descriptor)
    }
  }

  private read(file: PendingFile, descriptor: number, stat: FileStat): void {
    this.add(file, this.reader.read(descriptor, stat, this.keepText(file.path)))
    if (stat.hardLinks < 2) return
    const message = `${file.path} has ${stat.hardLinks} names on this disk (hard links); one of them may be outside the mission.`
    this.anomalies.push(new Anomaly({ code: "hard_link", target: file.path, message }))
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

  private refused(file: PendingFile, cause: unknown): void {
    switch (systemCode(cause)) {
      case "ELOOP":
        return this.skip(file.path, "symlink", "it became one during the scan")
      case "ENXIO":
        return this.skip(file.path, "not_regular", "it became something else during the scan")
      case "ENOENT":
      case "ENOTDIR":
        return this.add(file, { _tag: "Vanished" })
      default:
        return this.add(file, { _tag: "Unreadable", detail: describeCause(cause), sizeBytes: 0 })
    }
  }

  private add(file: PendingFile, content: FileContent): void {
    this.files.push({ path: file.path, content })
  }

  private skip(path: string, reason: SkippedEntry["reason"], detail: string | null): void {
    this.skipped.push(new SkippedEntry({ path, reason, detail }))
  }
}
