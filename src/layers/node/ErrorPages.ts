import type { PlatformError } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { PackageIncomplete } from "../../domain/PackageIncomplete.js"
import { ErrorPages } from "../../services/ErrorPages.js"
import { packageRoot } from "./packageRoot.js"

const make = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = path.join(yield* packageRoot, "docs", "errors")
  const missing = ({ message }: PlatformError) => new PackageIncomplete({ part: "pages about errors", folder, detail: message })
  const names = yield* Effect.mapError(fs.readDirectory(folder), missing)
  return ErrorPages.of({
    codes: names.filter((name) => name.endsWith(".md")).map((name) => name.slice(0, -".md".length)).sort(),
    read: (code) => Effect.mapError(fs.readFileString(path.join(folder, `${code}.md`)), missing)
  })
})

/** `docs/errors/<CODE>.md` in our own package. */
export const layer = Layer.effect(ErrorPages, make)
