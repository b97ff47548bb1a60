import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Project } from "../../services/Project.js"
import { RepositoryFolder } from "../../services/RepositoryFolder.js"

const prefixOf = Effect.fn("RepositoryFolder.prefix")(function*(root: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folders: Array<string> = []
  for (let at = root; ; at = path.dirname(at)) {
    // A file in a worktree and in a submodule, a folder elsewhere.
    if (yield* Effect.orElseSucceed(fs.exists(path.join(at, ".git")), () => false)) return folders.map((name) => `${name}/`).join("")
    if (path.dirname(at) === at) return ""
    folders.unshift(path.basename(at))
  }
})

/** The nearest folder with `.git`, from the project's root upwards, is the repository's root. */
export const layer = Layer.effect(
  RepositoryFolder,
  Effect.map(Effect.flatMap(Project, ({ root }) => prefixOf(root)), (prefix) => ({ prefix }))
)
