import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import { StateNotWritable } from "../../domain/identity/projectErrors.js"
import { MissionUnreadable } from "../../domain/mission/missionErrors.js"
import type { NumberedDirectory } from "../../domain/mission/missionNumbers.js"
import type { DirectoryContent } from "../../domain/mission/newMissionFiles.js"
import { Git } from "../../services/Git.js"
import { MissionFolders } from "../../services/MissionFolders.js"
import { Project } from "../../services/Project.js"
import { parseMeta } from "./missions/metaFile.js"
import { readStateFile } from "./missions/readStateFile.js"
import { describeCause, systemCode } from "./systemError.js"

const maxMetaBytes = 4 * 1024 * 1024

/** `.<slug>.<event id>.new`: hidden from every reader of missions, and like nothing that a person makes. */
const hiddenName = /^\.(?<slug>.+)\.[0-7][0-9A-HJKMNP-TV-Z]{25}\.new$/
const visibleName = (hidden: string): string | undefined => hiddenName.exec(path.basename(hidden))?.groups?.["slug"]

const writing = <A>(target: string, run: () => A): Effect.Effect<A, StateNotWritable> =>
  Effect.try({ try: run, catch: (cause) => new StateNotWritable({ path: target, detail: describeCause(cause) }) })

/** Makes what is in a folder last; Windows has no such call. */
const flushFolder = (folder: string): void => {
  if (process.platform === "win32") return
  const descriptor = fs.openSync(folder, fs.constants.O_RDONLY)
  fs.fsyncSync(descriptor)
  fs.closeSync(descriptor)
}

const writeFlushed = (file: string, text: string): void => {
  const descriptor = fs.openSync(file, "wx", 0o644)
  fs.writeFileSync(descriptor, text)
  fs.fsyncSync(descriptor)
  fs.closeSync(descriptor)
}

const fill = (folder: string, { files, folders }: DirectoryContent): void => {
  const below = [...new Set([...folders, ...files.map((file) => path.dirname(file.path)).filter((name) => name !== ".")])]
  for (const name of below) fs.mkdirSync(path.join(folder, name), { recursive: true })
  for (const file of files) writeFlushed(path.join(folder, file.path), file.text)
  for (const name of [...below, "."]) flushFolder(path.join(folder, name))
}

const build = (target: string, content: DirectoryContent) => {
  const make = writing(target, () => {
    fs.mkdirSync(target)
    fill(target, content)
    flushFolder(path.dirname(target))
  })
  return Effect.onError(make, () => discard(target))
}

const discard = (hidden: string): Effect.Effect<void> =>
  visibleName(hidden) === undefined
    ? Effect.void
    : Effect.ignore(Effect.try(() => fs.rmSync(hidden, { recursive: true, force: true })))

const reveal = (hidden: string) => {
  const target = path.join(path.dirname(hidden), visibleName(hidden) ?? path.basename(hidden))
  return writing(target, () => {
    // A rename would replace an empty directory of that name.
    if (fs.lstatSync(target, { throwIfNoEntry: false }) !== undefined) throw new Error("something of that name is there")
    fs.renameSync(hidden, target)
  }).pipe(
    // From here on it is there, so a disk that can't flush is no reason to say that it is not.
    Effect.zipLeft(Effect.ignore(Effect.try(() => flushFolder(path.dirname(target)))))
  )
}

/** A link can lead anywhere, so of one the name alone is taken. */
const numbered = (folder: string, { isLink, name }: { readonly name: string; readonly isLink: boolean }) =>
  Effect.map(
    isLink ? Effect.succeed(null) : readStateFile(path.join(folder, name, "meta.json"), maxMetaBytes),
    (file): NumberedDirectory => {
      const parsed = file?._tag === "Text" ? parseMeta(file.text) : null
      return { name, meta: parsed?._tag === "Meta" ? parsed.meta : null }
    }
  )

const make = Effect.gen(function*() {
  const { root } = yield* Project
  const git = yield* Git
  const specs = path.join(root, "kitty-specs")
  const unreadable = (cause: unknown) => new MissionUnreadable({ path: specs, detail: describeCause(cause) })

  const entries = Effect.try({
    try: () => fs.readdirSync(specs, { withFileTypes: true }),
    catch: (cause) => systemCode(cause) === "ENOENT" ? "absent" as const : unreadable(cause)
  }).pipe(Effect.catchIf((fault) => fault === "absent", () => Effect.succeed<Array<fs.Dirent>>([])))

  /** `kitty-specs`, its links resolved: in a worktree it may lead to the main checkout, and nowhere else (S26). */
  const home = Effect.gen(function*() {
    const real = yield* writing(specs, () => {
      fs.mkdirSync(specs, { recursive: true })
      return fs.realpathSync.native(specs)
    })
    const common = yield* git.commonDirectory
    const allowed = [root, ...Option.toArray(Option.map(common, (folder) => path.dirname(folder)))]
    if (allowed.some((place) => real.startsWith(place + path.sep))) return real
    return yield* new StateNotWritable({ path: specs, detail: "it is a symlink that leads out of the project" })
  })

  return MissionFolders.of({
    list: Effect.flatMap(entries, (found) =>
      Effect.forEach(
        found.filter((entry) => !entry.name.startsWith(".") && (entry.isDirectory() || entry.isSymbolicLink())),
        (entry) => numbered(specs, { name: entry.name, isLink: entry.isSymbolicLink() })
      )),
    build: (slug, id, content) =>
      Effect.flatMap(home, (folder) => {
        const hidden = path.join(folder, `.${slug}.${id}.new`)
        return Effect.as(build(hidden, content), hidden)
      }),
    reveal,
    isHidden: (hidden) =>
      Effect.try({
        try: () => fs.lstatSync(hidden, { throwIfNoEntry: false }) !== undefined,
        catch: (cause) => new MissionUnreadable({ path: hidden, detail: describeCause(cause) })
      }),
    discard,
    discardAll: Effect.flatMap(Effect.orElseSucceed(entries, () => []), (found) =>
      Effect.forEach(found, ({ name }) => discard(path.join(specs, name)), { discard: true }))
  })
})

/** `kitty-specs/` of the project. */
export const layer = Layer.effect(MissionFolders, make)
