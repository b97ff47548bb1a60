import * as Order from "effect/Order"
import * as Schema from "effect/Schema"
import { ArtifactPath } from "../../../domain/dossier/Artifact.js"
import { codePointOrder } from "../../../domain/dossier/codePointOrder.js"
import { Anomaly, SkippedEntry } from "../../../domain/dossier/MissionDossier.js"
import { nameCollisions } from "../../../domain/dossier/nameCollisions.js"
import type { FileContent, ScanTexts, TreeFile, TreeScan } from "../../../services/ArtifactTree.js"
import { describeCause, systemCode } from "../systemError.js"
import type { ContentReader, KeptText } from "./ContentReader.js"
import { displayName, nameText } from "./entryName.js"
import { FileOpener } from "./FileOpener.js"
import type { DirectoryEntry, FileOperations } from "./FileOperations.js"
import type { DirectoryNode } from "./OpenDirectories.js"
import { OpenDirectories } from "./OpenDirectories.js"

interface PendingFile {
  readonly directory: DirectoryNode
  readonly name: string
  readonly path: ArtifactPath
}

const isArtifactPath = Schema.is(ArtifactPath)
const dot = 0x2e

const byPath = Order.mapInput(codePointOrder, ({ path }: { readonly path: string }) => path)

/**
 * One walk of one mission, a few files at a time so that the caller can let others run in between. It is synchronous,
 * with try/catch, because that is several times faster than any asynchronous form, and because between the calls on
 * one file nothing of ours may run.
 */
export class MissionWalk {
  private readonly operations: FileOperations
  private readonly reader: ContentReader
  private readonly kept: (path: ArtifactPath) => KeptText
  private readonly open: OpenDirectories
  private readonly opener: FileOpener
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
    { beginningsOnly, keepText }: ScanTexts
  ) {
    this.operations = operations
    this.reader = reader
    const kept = beginningsOnly === true ? "beginning" : "whole"
    this.kept = (path) => keepText(path) ? kept : "none"
    const node: DirectoryNode = { parent: null, name: root, path: "" }
    this.open = new OpenDirectories(operations, node)
    this.directories = []
    try {
      this.opener = new FileOpener(operations, this.open)
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
    const taken = this.opener.use(file.directory, file.name, (descriptor, stat) =>
      this.reader.read(descriptor, stat, this.kept(file.path)))
    switch (taken._tag) {
      case "LeftOut":
        return this.skip(file.path, taken.reason, taken.detail)
      case "Unreadable":
        return this.add(file, { ...taken, sizeBytes: 0 })
      case "Vanished":
        return this.add(file, taken)
      case "Read": {
        this.add(file, taken.value)
        if (taken.hardLinks > 1) this.noteHardLinks(file.path, taken.hardLinks)
      }
    }
  }

  private noteHardLinks(path: ArtifactPath, names: number): void {
    const message = `${path} has ${names} names on this disk (hard links); one of them may be outside the mission.`
    this.anomalies.push(new Anomaly({ code: "hard_link", target: path, message }))
  }

  private add(file: PendingFile, content: FileContent): void {
    this.files.push({ path: file.path, content })
  }

  private skip(path: string, reason: SkippedEntry["reason"], detail: string | null): void {
    this.skipped.push(new SkippedEntry({ path, reason, detail }))
  }
}
