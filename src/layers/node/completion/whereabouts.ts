import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { openAndRead } from "../missions/openAndRead.js"

/** The project that a line is about, found by looking alone: no program is run, git's neither. */
export interface Whereabouts {
  /** Absolute, symlinks resolved: the nearest folder upwards with `.kittify` or `kitty-specs`. */
  readonly root: string
  readonly workingDirectory: string
  /** Of the checkout that the project is in; null where none is checked out. */
  readonly branch: string | null
  /** Folders that a mission may lie in: the project and, for a worktree, the main checkout. */
  readonly homes: ReadonlyArray<string>
}

const maxGitFileBytes = 64 * 1024

const isFolder = (target: string): boolean => fs.statSync(target, { throwIfNoEntry: false })?.isDirectory() === true

/** This folder and all above it, the nearest first. */
const upwards = (from: string): ReadonlyArray<string> =>
  path.dirname(from) === from ? [from] : [from, ...upwards(path.dirname(from))]

const read = (file: string): string => {
  const content = openAndRead(file, maxGitFileBytes)
  return content._tag === "Text" ? content.text.trimEnd() : ""
}

const gitFacts = (root: string): Pick<Whereabouts, "branch" | "homes"> => {
  const checkout = upwards(root).find((folder) => fs.existsSync(path.join(folder, ".git")))
  if (checkout === undefined) return { branch: null, homes: [root] }
  const dotGit = path.join(checkout, ".git")
  // In a worktree it is a file that names the directory, which in turn names that of the repository.
  const directory = isFolder(dotGit) ? dotGit : path.resolve(checkout, read(dotGit).replace(/^gitdir: /, ""))
  const common = read(path.join(directory, "commondir"))
  const branch = /^ref: refs\/heads\/(.+)$/.exec(read(path.join(directory, "HEAD")))?.[1] ?? null
  return { branch, homes: common === "" ? [root] : [root, path.dirname(path.resolve(directory, common))] }
}

/** As `~` is what the shell would have made of it, had the line been run. */
const expanded = (typed: string): string => /^~(?=\/|$)/.test(typed) ? `${os.homedir()}${typed.slice(1)}` : typed

/**
 * Where a command with `--project TYPED` would work; of an empty one, without it. Undefined outside a project. Throws
 * where a folder is gone.
 */
export const whereabouts = (typed: string): Whereabouts | undefined => {
  const workingDirectory = fs.realpathSync.native(path.resolve(expanded(typed)))
  const root = upwards(workingDirectory)
    .find((folder) => [".kittify", "kitty-specs"].some((name) => isFolder(path.join(folder, name))))
  return root === undefined ? undefined : { root, workingDirectory, ...gitFacts(root) }
}
