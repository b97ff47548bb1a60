import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Project } from "../../../services/Project.js"
import { Settings } from "../../../services/Settings.js"
import { readStored, type StoredIdentity } from "./storedIdentity.js"
import { pathHash } from "./thisCheckout.js"

const checkoutsFolder = Effect.gen(function*() {
  return (yield* Path.Path).join((yield* Settings).home, "checkouts")
})

/** The folder of this checkout below `$SPEC_KITTY_HOME`, for what the checkout itself can't hold. */
export const ownFolder = Effect.gen(function*() {
  return (yield* Path.Path).join(yield* checkoutsFolder, pathHash((yield* Project).root))
})

/** config.yaml of this checkout. */
export const configFile = Effect.gen(function*() {
  return (yield* Path.Path).join((yield* Project).root, ".kittify", "config.yaml")
})

/** The three places that hold an identity, and what each does. `draft`: config.yaml as it is to be, read instead of it. */
export const readPlaces = Effect.fn("readPlaces")(function*(draft?: StoredIdentity) {
  const { root } = yield* Project
  const path = yield* Path.Path
  return {
    config: draft ?? (yield* readStored(yield* configFile)),
    local: yield* readStored(path.join(root, ".kittify", "local.yaml")),
    // Where the checkout is read-only; what the repository holds wins.
    kept: yield* readStored(path.join(yield* ownFolder, "identity.yaml"))
  }
})
export type Places = Effect.Effect.Success<ReturnType<typeof readPlaces>>

/** What is kept below `$SPEC_KITTY_HOME` for checkouts at other paths; what can't be read is somebody else's matter. */
export const keptElsewhere = Effect.gen(function*() {
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* checkoutsFolder
  const names = yield* Effect.orElseSucceed(fileSystem.readDirectory(folder), () => [])
  const all = yield* Effect.forEach(names.toSorted(), (name) => Effect.option(readStored(path.join(folder, name, "identity.yaml"))))
  return all.flatMap(Option.toArray)
})
