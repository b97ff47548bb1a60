import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { filesBeside, stampOf } from "./files.js"
import { OriginalUnreadable, unreadable } from "./OriginalUnreadable.js"

const prefix = "original-"
const triesAtMost = 3

/** In WAL mode, which the header says, SQLite makes files beside a database even to read it. */
const isWal = (file: string): boolean => {
  const header = Buffer.alloc(20)
  const descriptor = fs.openSync(file, fs.constants.O_RDONLY)
  try {
    fs.readSync(descriptor, header, 0, header.length, 0)
  } finally {
    fs.closeSync(descriptor)
  }
  return header[18] === 2 || header[19] === 2
}

/** Whether reading it in place could change a file. */
export const needsCopy = (file: string): boolean => filesBeside(file).some((name) => fs.existsSync(name)) || isWal(file)

/** Nothing takes longer than this to read. */
const leftBehindAfterMs = 3_600_000

/** Removes copies that a process left when it was killed, by the file system's own clock: that of the newest one. */
const clearLeftBehind = (within: string, newest: string): void => {
  const nowMs = fs.statSync(newest).mtimeMs
  for (const name of fs.readdirSync(within)) {
    const folder = path.join(within, name)
    const isOld = name.startsWith(prefix) && nowMs - fs.lstatSync(folder).mtimeMs > leftBehindAfterMs
    if (isOld) fs.rmSync(folder, { recursive: true, force: true })
  }
}

interface PrivateFolder {
  readonly folder: string
  /** The uppermost of the folders that had to be made for it. */
  readonly made: string | undefined
}

/** The folder for it, for its owner alone. */
const makeFolder = (within: string): PrivateFolder => {
  const made = fs.mkdirSync(within, { recursive: true, mode: 0o700 })
  const folder = fs.mkdtempSync(path.join(within, prefix))
  clearLeftBehind(within, folder)
  return { folder, made }
}

/** Where there was no state of the project before, there is none afterwards. */
const removeFolder = ({ folder, made }: PrivateFolder): void => {
  fs.rmSync(folder, { recursive: true, force: true })
  if (made === undefined) return
  for (let above = path.dirname(folder); above.startsWith(made); above = path.dirname(above)) {
    if (fs.readdirSync(above).length > 0) return
    fs.rmdirSync(above)
  }
}

const copyAll = (file: string, copy: string): void => {
  for (const [from, to] of [file, ...filesBeside(file)].map((name) => [name, copy + name.slice(file.length)] as const)) {
    fs.rmSync(to, { force: true })
    if (!fs.existsSync(from)) continue
    fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE)
    fs.chmodSync(to, 0o600)
  }
}

/**
 * A copy of the file and of what lies beside it, in a private folder that goes with the scope. Taken again where somebody
 * wrote meanwhile: the parts of one moment belong together.
 */
export const privateCopy = (file: string, within: string) =>
  Effect.gen(function*() {
    const { folder } = yield* Effect.acquireRelease(
      Effect.try({ try: () => makeFolder(within), catch: unreadable(file) }),
      (made) => Effect.sync(() => removeFolder(made))
    )
    const copy = path.join(folder, "queue.db")
    for (let turn = 0; turn < triesAtMost; turn++) {
      const before = stampOf(file)
      yield* Effect.try({ try: () => copyAll(file, copy), catch: unreadable(file) })
      if (stampOf(file) === before) return copy
    }
    return yield* new OriginalUnreadable({ file, detail: "another process keeps writing to it" })
  })
