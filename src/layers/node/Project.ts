import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { NotAProject } from "../../domain/identity/projectErrors.js"
import { Project } from "../../services/Project.js"

const markers = [".kittify", "kitty-specs"]

/** The nearest folder, from this one upwards, that has `.kittify` or `kitty-specs`. What can't be read has neither. */
export const findProjectRoot = Effect.fn("findProjectRoot")(function*(from: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const isFolder = (target: string) =>
    fileSystem.stat(target).pipe(Effect.map((info) => info.type === "Directory"), Effect.orElseSucceed(() => false))
  for (let folder = from;; folder = path.dirname(folder)) {
    const found = yield* Effect.exists(markers, (marker) => isFolder(path.join(folder, marker)))
    if (found) return Option.some(folder)
    if (path.dirname(folder) === folder) return Option.none<string>()
  }
})

/**
 * The project of this folder, symlinks of the path resolved once. Git's own links are not followed: a worktree is its
 * own project. A folder that does not exist is in no project.
 */
export const layer = (from: string) =>
  Layer.effect(
    Project,
    Effect.gen(function*() {
      const fileSystem = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const notAProject = new NotAProject({ directory: path.resolve(from) })
      const workingDirectory = yield* fileSystem.realPath(path.resolve(from)).pipe(Effect.mapError(() => notAProject))
      const root = yield* Effect.flatten(findProjectRoot(workingDirectory)).pipe(Effect.mapError(() => notAProject))
      return Project.of({ root, workingDirectory })
    })
  )
