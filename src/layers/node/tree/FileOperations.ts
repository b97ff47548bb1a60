import * as fs from "node:fs"

export interface FileStat {
  readonly isFile: boolean
  readonly sizeBytes: number
  readonly hardLinks: number
  /** Equal for two looks at a file that was not touched between them. */
  readonly version: string
}

export interface DirectoryEntry {
  /** As the directory has it: it need not be UTF-8. */
  readonly name: Uint8Array
  readonly kind: "file" | "directory" | "symlink" | "other"
}

/** What the walk needs of the operating system, one call each. All but `close` throw its errors. */
export interface FileOperations {
  /** Never through a symlink in the last segment. */
  readonly openDirectory: (path: string) => number
  /** For reading; never through a symlink in the last segment, never waiting for a FIFO's writer. */
  readonly openFile: (path: string) => number
  readonly close: (descriptor: number) => void
  readonly stat: (descriptor: number) => FileStat
  readonly list: (path: string) => ReadonlyArray<DirectoryEntry>
  readonly read: (descriptor: number, into: Uint8Array, offset: number, position: number) => number
  /** Where an open file really is; null where that can't be said. `path` is what it was opened by. */
  readonly realPath: (descriptor: number, path: string) => Uint8Array | null
  /** The path that reaches an open directory: on Linux the descriptor itself, so that nobody can swap what lies on the way. */
  readonly within: (descriptor: number, path: string) => string
}

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = fs.constants

const kindOf = (entry: fs.Dirent<Buffer>): DirectoryEntry["kind"] => {
  if (entry.isFile()) return "file"
  if (entry.isDirectory()) return "directory"
  return entry.isSymbolicLink() ? "symlink" : "other"
}

const common = {
  openDirectory: (path: string) => fs.openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW),
  openFile: (path: string) => fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
  close: (descriptor: number) => {
    try {
      fs.closeSync(descriptor)
    } catch {
      // Nothing was written through it, so nothing can be lost by a close that fails.
    }
  },
  stat: (descriptor: number): FileStat => {
    const stat = fs.fstatSync(descriptor)
    return {
      isFile: stat.isFile(),
      sizeBytes: stat.size,
      hardLinks: stat.nlink,
      version: `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`
    }
  },
  list: (path: string): ReadonlyArray<DirectoryEntry> =>
    fs.readdirSync(path, { encoding: "buffer", withFileTypes: true })
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
  read: (descriptor: number, into: Uint8Array, offset: number, position: number) =>
    fs.readSync(descriptor, into, offset, into.length - offset, position)
}

/** Linux: directories and files are reached through open descriptors, so depth and length of a path do not matter. */
const byDescriptor: FileOperations = {
  ...common,
  realPath: (descriptor) => fs.readlinkSync(`/proc/self/fd/${descriptor}`, { encoding: "buffer" }),
  within: (descriptor) => `/proc/self/fd/${descriptor}`
}

/** Elsewhere: by path, with the real path looked up after the file was opened. */
const byPath: FileOperations = {
  ...common,
  realPath: (_descriptor, path) => fs.realpathSync(path, { encoding: "buffer" }),
  within: (_descriptor, path) => path
}

/** The operating system's own. */
export const nodeFileOperations: FileOperations =
  process.platform === "linux" && fs.existsSync("/proc/self/fd") ? byDescriptor : byPath
