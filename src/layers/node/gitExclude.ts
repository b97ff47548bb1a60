import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { Notices } from "../../services/Notices.js"

const notExcluded = (file: string, pattern: string, why: string): Diagnostic =>
  new Diagnostic({
    severity: "warning",
    code: "FILE-03",
    message: `${file} could not be written, so git shows files of ${pattern} as untracked.`,
    why,
    fix: `make it writable, or add ${pattern} to an ignore file of your own`,
    target: file
  })

/**
 * Adds a pattern to `.git/info/exclude`: the repository's own ignore list, which is never committed. Nothing changes
 * where it is there already. Where it can't be written the file merely shows as untracked, so that is a notice.
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
    Effect.catchAll(({ message }) => Effect.flatMap(Notices, ({ add }) => add(notExcluded(file, pattern, message))))
  )
})
