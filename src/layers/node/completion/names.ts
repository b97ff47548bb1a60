import * as fs from "node:fs"

/** What has no look of its own, or would change how a list looks: control and format characters, line ends, no UTF-8. */
const unshowable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD\\]/u

/** Whether a name may be offered: it is visible, no flag, and looks like what it is. */
export const isOfferable = (name: string): boolean => !/^[.-]/.test(name) && !unshowable.test(name)

/** Entries of a folder that may be offered, by name; none where it can't be listed. */
export const entriesOf = (folder: string): ReadonlyArray<fs.Dirent> => {
  try {
    return fs.readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => isOfferable(name))
      .sort((left, right) => left.name < right.name ? -1 : 1)
  } catch {
    return []
  }
}
