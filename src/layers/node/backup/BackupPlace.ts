import * as fs from "node:fs"
import * as path from "node:path"

/** Where the backups of one checkout lie. */
export interface BackupPlace {
  readonly root: string
  /** Absolute. */
  readonly base: string
  /** Whether it lies in the project, and moves with it. */
  readonly isInside: boolean
  /** Before the number of each backup: tells checkouts apart that share a folder elsewhere. */
  readonly prefix: string
}

/** Made by us alone, so it goes when it is empty. */
export const ownFolder = path.join(".kittify", "backup")

/** `--backup-dir`, from where the command was started; `.kittify/backup` without it. */
export const backupPlace = (options: {
  readonly root: string
  readonly workingDirectory: string
  readonly directory: string | null
  readonly hash: (text: string) => string
}): BackupPlace => {
  const { directory, hash, root, workingDirectory } = options
  const base = directory === null ? path.join(root, ownFolder) : path.resolve(workingDirectory, directory)
  const relative = path.relative(root, base)
  const isInside = relative.split(path.sep)[0] !== ".." && !path.isAbsolute(relative)
  return { root, base, isInside, prefix: isInside ? "" : `${path.basename(root)}-${hash(root).slice(0, 8)}-` }
}

/** For people and reports: relative to the project's root where it lies inside. */
export const shown = ({ base, isInside, root }: BackupPlace, id = ""): string => {
  const folder = path.join(base, id)
  return isInside ? path.relative(root, folder).replaceAll(path.sep, "/") || "." : folder
}

/** Number of a backup of this checkout; null for everything else that lies there. */
export const numberOf = ({ prefix }: BackupPlace, name: string): number | null =>
  name.startsWith(prefix) && /^\d{4,9}$/.test(name.slice(prefix.length)) ? Number(name.slice(prefix.length)) : null

/** Folder names of this checkout's backups, newest first. Throws what the operating system says. */
export const backupNames = (place: BackupPlace): ReadonlyArray<string> => {
  const stat = fs.lstatSync(place.base, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isDirectory()) return []
  return fs.readdirSync(place.base, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && numberOf(place, entry.name) !== null)
    .map((entry) => entry.name)
    .sort((one, other) => (numberOf(place, other) ?? 0) - (numberOf(place, one) ?? 0))
}

/** The name after the newest. */
export const nextName = (place: BackupPlace, [newest]: ReadonlyArray<string>): string =>
  `${place.prefix}${String((newest === undefined ? 0 : numberOf(place, newest) ?? 0) + 1).padStart(4, "0")}`

/** Folders from the root down to this one that are not there; throws where a link or a file is in the way. */
export const missingFolders = (root: string, folder: string): ReadonlyArray<string> => {
  const steps = path.relative(root, folder).split(path.sep).filter((step) => step !== "")
  const ways = steps.map((_, index) => path.join(...steps.slice(0, index + 1)))
  return ways.filter((way) => {
    const stat = fs.lstatSync(path.join(root, way), { throwIfNoEntry: false })
    if (stat?.isDirectory() === false) throw new Error(`${way} is a link or a file, where a folder should be`)
    return stat === undefined
  }).map((way) => way.replaceAll(path.sep, "/"))
}

/** Removes a folder if it is empty. */
export const removeIfEmpty = (folder: string): void => {
  try {
    fs.rmdirSync(folder)
  } catch {
    // Something else lies in it, or it is gone.
  }
}
