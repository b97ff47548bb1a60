import * as Option from "effect/Option"
import * as fs from "node:fs"
import { join } from "node:path"

const list = Option.liftThrowable((folder: string) => fs.readdirSync(folder, { withFileTypes: true }))

/** Whether it is a folder itself, no link to one. */
export const isFolder = (path: string): boolean => {
  // A name that is too long, or a folder above that may not be entered, throws.
  const stat = Option.liftThrowable(() => fs.lstatSync(path, { throwIfNoEntry: false }))()
  return Option.getOrUndefined(stat)?.isDirectory() === true
}

/** The folders at this way below one; none where a segment of it is absent, a link, or can't be listed. */
export const foldersWithin = (folder: string, ...way: ReadonlyArray<string>): ReadonlyArray<string> => {
  let at = folder
  for (const segment of way) {
    at = join(at, segment)
    if (!isFolder(at)) return []
  }
  return Option.getOrElse(list(at), () => []).filter((entry) => entry.isDirectory()).map(({ name }) => join(at, name))
}
