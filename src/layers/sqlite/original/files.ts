import * as fs from "node:fs"
import * as path from "node:path"

/** A queue file of the original tool. */
export interface OriginalFile {
  /** Relative to `$SPEC_KITTY_HOME`, `/` separators: what it is recorded under. */
  readonly name: string
  readonly file: string
}

const namesIn = (folder: string): ReadonlyArray<string> => {
  // No folder, or one that can't be read: there is nothing to bring over.
  try {
    return fs.readdirSync(folder).filter((name) => name.endsWith(".db")).sort()
  } catch {
    return []
  }
}

const isThere = (file: string): boolean => fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined

/** Where the original tool keeps its queues: `queue.db`, and one per account in `queues/`. */
export const originalFiles = (home: string): ReadonlyArray<OriginalFile> =>
  ["queue.db", ...namesIn(path.join(home, "queues")).map((name) => `queues/${name}`)]
    .map((name) => ({ name, file: path.join(home, name) }))
    .filter(({ file }) => isThere(file))

/** What SQLite may have left beside a database; with one of these, or in WAL mode, opening it would change files. */
export const filesBeside = (file: string): ReadonlyArray<string> => [`${file}-wal`, `${file}-journal`]

/** Size, time of change and inode of the file and of what lies beside it: equal while nobody wrote. */
export const stampOf = (file: string): string =>
  [file, ...filesBeside(file)].map((name) => {
    const stat = fs.statSync(name, { throwIfNoEntry: false, bigint: true })
    return stat === undefined ? "-" : `${stat.size}:${stat.mtimeNs}:${stat.ino}`
  }).join(" ")
