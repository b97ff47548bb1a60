import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"

/** Texts by path below the folder, with `/` between names. */
export type Files = ReadonlyMap<string, string>

const filesIn = (folder: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    if (!(yield* fs.exists(folder))) return []
    const names = yield* fs.readDirectory(folder, { recursive: true })
    return yield* Effect.filter(names, (name) =>
      Effect.map(fs.stat(path.join(folder, name)), ({ type }) => type === "File"))
  })

/** The names of files that are missing, too many, or of another text. */
export const differences = (folder: string, files: Files) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const there = yield* filesIn(folder)
    const changed = yield* Effect.filter([...files.keys()], (name) =>
      fs.readFileString(path.join(folder, name)).pipe(
        Effect.map((text) => text !== files.get(name)),
        Effect.orElseSucceed(() => true)
      ))
    return [...changed, ...there.filter((name) => !files.has(name))].sort()
  })

/** Makes the folder hold exactly these files. */
export const write = (folder: string, files: Files) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const leftOver = (yield* filesIn(folder)).filter((name) => !files.has(name))
    yield* Effect.forEach(leftOver, (name) => fs.remove(path.join(folder, name)))
    yield* Effect.forEach(files, ([name, text]) =>
      Effect.zipRight(
        fs.makeDirectory(path.dirname(path.join(folder, name)), { recursive: true }),
        fs.writeFileString(path.join(folder, name), text)
      ))
  })
