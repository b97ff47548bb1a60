import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

const nameIn = (text: string): Option.Option<string> =>
  Option.fromNullable(/^gitdir: (?<folder>.+?)\r?\n?$/.exec(text)?.groups?.["folder"])

/** `.git` of a worktree or a submodule is a file that names the directory; none for anything but a git directory. */
const behind = Effect.fn("gitDirectory.behind")(function*(dotGit: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { type } = yield* fileSystem.stat(dotGit)
  const named = type === "Directory" ? ".git" : yield* Effect.flatMap(fileSystem.readFileString(dotGit), nameIn)
  const folder = path.resolve(path.dirname(dotGit), named)
  yield* fileSystem.stat(path.join(folder, "HEAD"))
  return yield* fileSystem.realPath(folder)
}, Effect.option)

/**
 * The git directory of the checkout that a folder lies in, found without asking git: the answer must not change with
 * the account that asks (git refuses repositories of others) or with whether git is installed.
 */
export const findGitDirectory = Effect.fn("findGitDirectory")(function*(from: string) {
  const path = yield* Path.Path
  for (let folder = from;; folder = path.dirname(folder)) {
    const found = yield* behind(path.join(folder, ".git"))
    if (Option.isSome(found) || path.dirname(folder) === folder) return found
  }
})
