import type * as Path from "@effect/platform/Path"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import type { ContentHash } from "../../domain/dossier/Artifact.js"
import { StateNotWritable } from "../../domain/identity/projectErrors.js"
import type { FileState } from "../../domain/upgrade/FileState.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { Git } from "../../services/Git.js"
import { type LeaseOwner } from "../../services/LeaseOwner.js"
import { Project } from "../../services/Project.js"
import { ProjectFiles } from "../../services/ProjectFiles.js"
import { type Settings } from "../../services/Settings.js"
import { flushFolder, writeFileAtomic } from "./atomicWrite.js"
import { withFileLock } from "./fileLock.js"
import { ownFolder } from "./identity/places.js"
import { describeCause, systemCode } from "./systemError.js"

const flags = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK

/** Bytes and permission bits of a regular file; throws what the operating system says. */
const readRegular = (file: string): { readonly content: Uint8Array; readonly mode: number } => {
  const descriptor = fs.openSync(file, flags)
  try {
    const stat = fs.fstatSync(descriptor)
    if (!stat.isFile()) throw new Error("it is not a regular file")
    return { content: fs.readFileSync(descriptor), mode: stat.mode & 0o7777 }
  } finally {
    fs.closeSync(descriptor)
  }
}

/** The first step of the way to the file that is no folder of the project itself. */
const obstacle = (root: string, steps: ReadonlyArray<string>): FileState | undefined => {
  let folder = root
  for (const step of steps) {
    folder = path.join(folder, step)
    const stat = fs.lstatSync(folder, { throwIfNoEntry: false })
    if (stat === undefined) return { _tag: "Absent" }
    if (!stat.isDirectory()) {
      return { _tag: "Unusable", detail: `${path.relative(root, folder)} is a link or a file, where a folder should be` }
    }
  }
  return undefined
}

/** What stands at the path. Follows no link, and does not wait for a FIFO. */
export const lookAt = (root: string, relative: string, hash: (content: Uint8Array) => ContentHash): FileState => {
  const found = Either.try({
    try: (): FileState => {
      const stopped = obstacle(root, relative.split("/").slice(0, -1))
      if (stopped !== undefined) return stopped
      const { content, mode } = readRegular(path.join(root, relative))
      return { _tag: "File", hash: hash(content), mode }
    },
    catch: (cause): FileState =>
      systemCode(cause) === "ENOENT"
        ? { _tag: "Absent" }
        : { _tag: "Unusable", detail: systemCode(cause) === "ELOOP" ? "it is a symbolic link" : describeCause(cause) }
  })
  return Either.merge(found)
}

const holds = (state: FileState, expected: ContentHash | null): boolean =>
  expected === null ? state._tag === "Absent" : state._tag === "File" && state.hash === expected

/** With the checkout, so that it holds whatever `$SPEC_KITTY_HOME` another process has; else where its state is kept. */
const underLock = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const gitDirectory = yield* (yield* Git).gitDirectory
    const inHome = path.join(yield* ownFolder, "upgrade.lock")
    return yield* withFileLock(Option.match(gitDirectory, {
      onNone: () => inHome,
      onSome: (directory) => path.join(directory, "spec-kitty-upgrade.lock")
    }))(effect)
  })

const make = Effect.gen(function*() {
  const { root } = yield* Project
  const { hash } = yield* ContentHasher
  const own = yield* Effect.context<Git | LeaseOwner | Path.Path | Project | Settings>()
  const look = (relative: string) => Effect.sync(() => lookAt(root, relative, hash))

  return ProjectFiles.of({
    exclusively: (effect) =>
      Effect.contextWithEffect((given) => underLock(Effect.provide(effect, given)).pipe(Effect.provide(Context.merge(given, own)))),
    look,
    replace: Effect.fn("ProjectFiles.replace")(function*(relative, { content, expected, mode }) {
      if (!holds(yield* look(relative), expected)) return false
      yield* writeFileAtomic(path.join(root, relative), content, { mode, durable: true, exact: expected !== null })
      return true
    }),
    remove: Effect.fn("ProjectFiles.remove")(function*(relative, expected) {
      if (!holds(yield* look(relative), expected)) return false
      const file = path.join(root, relative)
      yield* Effect.try({
        try: () => fs.rmSync(file),
        catch: (cause) => new StateNotWritable({ path: file, detail: `remove: ${describeCause(cause)}` })
      })
      yield* flushFolder(file, path.dirname(file))
      return true
    })
  })
})

/** The files themselves. */
export const layer = Layer.effect(ProjectFiles, make)
