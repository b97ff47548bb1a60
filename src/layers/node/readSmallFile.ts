import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ConfigInvalid } from "../../domain/identity/projectErrors.js"

/** A file of settings that is larger is none; YAML of many keys takes its parser time that grows with their square. */
const maxBytes = 256 * 1024

/**
 * The bytes of a file of settings; none where it is absent. A pipe or a device is not read, since that may never end
 * (G-Q13).
 */
export const readSmallFile = Effect.fn("readSmallFile")(function*(file: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const unusable = (detail: string) => new ConfigInvalid({ file, line: null, detail })
  return yield* Effect.gen(function*() {
    const { size, type } = yield* fileSystem.stat(file)
    if (type !== "File") return yield* unusable("it is not a regular file")
    if (size > maxBytes) return yield* unusable("it is larger than 256 KiB")
    return yield* fileSystem.readFile(file)
  }).pipe(
    Effect.map(Option.some),
    Effect.catchTags({
      SystemError: (error) =>
        error.reason === "NotFound" ? Effect.succeedNone : Effect.fail(unusable(`it can't be read (${error.reason})`)),
      BadArgument: (error) => Effect.fail(unusable(error.message))
    })
  )
})
