import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"

/**
 * Adds a pattern to `.git/info/exclude`: the repository's own ignore list, which is never committed. Nothing changes
 * where it is there already. Where it can't be written the file merely shows as untracked, so that is a warning.
 */
export const excludeFromGit = Effect.fn("excludeFromGit")(function*(commonDirectory: string, pattern: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const file = path.join(commonDirectory, "info", "exclude")
  const text = yield* fileSystem.readFileString(file).pipe(Effect.orElseSucceed(() => ""))
  if (text.split(/\r?\n/).includes(pattern)) return
  yield* fileSystem.makeDirectory(path.dirname(file), { recursive: true }).pipe(
    Effect.andThen(
      fileSystem.writeFileString(file, `${text === "" || text.endsWith("\n") ? "" : "\n"}${pattern}\n`, { flag: "a" })
    ),
    Effect.catchAll((error) => Effect.logWarning(`${file} could not be written (${error.message}): ${pattern} is not ignored by git`))
  )
})
