import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import { Diagnostic } from "../../domain/Diagnostic.js"
import { Notices } from "../../services/Notices.js"

/** Identity of one checkout, which a clone must not get: beside a config.yaml that git tracks. */
export const localPattern = "**/.kittify/local.yaml"

export const notExcluded = (file: string, pattern: string, why: string): Diagnostic =>
  new Diagnostic({
    severity: "warning",
    code: "FILE-03",
    message: `${file} could not be written, so git shows files of ${pattern} as untracked.`,
    why,
    fix: `make it writable, or add ${pattern} to an ignore file of your own`,
    target: file
  })

/** What has to be appended to the list so that these patterns are in it; nothing where they are. */
export const missingFrom = (text: string, patterns: ReadonlyArray<string>): string => {
  const known = text.split(/\r?\n/)
  const missing = patterns.filter((pattern) => !known.includes(pattern))
  return missing.length === 0 ? "" : [text === "" || text.endsWith("\n") ? "" : "\n", ...missing.map((it) => `${it}\n`)].join("")
}

/** The repository's own list: never committed. */
export const excludeFile = (path: Path.Path, commonDirectory: string): string => path.join(commonDirectory, "info", "exclude")

/**
 * Adds a pattern to `.git/info/exclude`: the repository's own ignore list, which is never committed. Nothing changes
 * where it is there already. Where it can't be written the file merely shows as untracked, so that is a notice.
 */
export const excludeFromGit = Effect.fn("excludeFromGit")(function*(commonDirectory: string, pattern: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const file = excludeFile(path, commonDirectory)
  const text = yield* fileSystem.readFileString(file).pipe(Effect.orElseSucceed(() => ""))
  const addition = missingFrom(text, [pattern])
  if (addition === "") return
  yield* fileSystem.makeDirectory(path.dirname(file), { recursive: true }).pipe(
    Effect.andThen(
      fileSystem.writeFileString(file, addition, { flag: "a" })
    ),
    Effect.catchAll(({ message }) => Effect.flatMap(Notices, ({ add }) => add(notExcluded(file, pattern, message))))
  )
})
