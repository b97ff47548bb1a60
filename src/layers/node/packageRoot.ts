import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type { Explained } from "../../domain/Explained.js"

/** The files that ship with the program are not where it looks for them. */
export class PackageIncomplete extends Schema.TaggedError<PackageIncomplete>()("PackageIncomplete", {
  /** Where the search began. */
  from: Schema.String
}) implements Explained {
  readonly code = "INSTALL-01"
  get target(): string {
    return this.from
  }
  override get message(): string {
    return "The installed package of spec-kitty-effect is incomplete."
  }
  readonly why = "no folder above the program has the package.json named spec-kitty-effect"
  readonly next = "install the package again"
}

const PackageJson = Schema.parseJson(Schema.Struct({ name: Schema.Literal("spec-kitty-effect") }))
const decodePackageJson = Schema.decodeUnknownEither(PackageJson)

/**
 * Real path of the folder that holds our package.json, `contracts/` and `dist/`: found by walking up from this file, so
 * it is right for the sources, the library build and the bundled binary alike.
 */
export const packageRoot: Effect.Effect<string, PackageIncomplete, FileSystem.FileSystem | Path.Path> = Effect.gen(
  function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const start = yield* Effect.orDie(path.fromFileUrl(new URL(".", import.meta.url)))
    for (let folder = start;; folder = path.dirname(folder)) {
      const ours = yield* fs.readFileString(path.join(folder, "package.json")).pipe(
        Effect.map((text) => Either.isRight(decodePackageJson(text))),
        Effect.orElseSucceed(() => false)
      )
      if (ours) return folder
      if (path.dirname(folder) === folder) return yield* new PackageIncomplete({ from: start })
    }
  }
)
