import type { ArtifactPath } from "../../../domain/dossier/Artifact.js"
import { hiddenPart } from "../../../domain/dossier/hiddenPart.js"
import type { FileBytes } from "../../../services/ArtifactTree.js"
import type { ContentReader } from "./ContentReader.js"
import { FileOpener } from "./FileOpener.js"
import type { FileOperations } from "./FileOperations.js"
import { type DirectoryNode, OpenDirectories } from "./OpenDirectories.js"

/** The directory of a path, found or not. */
const directoryOf = (root: DirectoryNode, segments: ReadonlyArray<string>): DirectoryNode =>
  segments.reduce<DirectoryNode>(
    (parent, name) => ({ parent, name, path: parent.path === "" ? name : `${parent.path}/${name}` }),
    root
  )

/**
 * Reads one file of a mission as the walk would.
 *
 * @param root absolute, its symlinks resolved. Throws where it can't be opened.
 */
export const readOneFile = (
  operations: FileOperations,
  reader: ContentReader,
  root: string,
  path: ArtifactPath,
  maxBytes: number
): FileBytes => {
  if (hiddenPart(path) !== null) return { _tag: "LeftOut", reason: "hidden", detail: null }
  const top: DirectoryNode = { parent: null, name: root, path: "" }
  const open = new OpenDirectories(operations, top)
  try {
    const segments = path.split("/")
    const taken = new FileOpener(operations, open).use(
      directoryOf(top, segments.slice(0, -1)),
      segments.at(-1) ?? "",
      (descriptor, stat) => reader.readBytes(descriptor, stat, maxBytes)
    )
    return taken._tag === "Read" ? taken.value : taken
  } finally {
    open.close()
  }
}
