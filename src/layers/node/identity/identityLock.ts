import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ConfigInvalid, LegacyState, StateNotWritable } from "../../../domain/identity/projectErrors.js"
import { Git } from "../../../services/Git.js"
import { Project } from "../../../services/Project.js"
import { withFileLock } from "../fileLock.js"
import { ownFolder } from "./places.js"

/** In the git directory, where nothing shows it; without one in `.kittify`, which is made as any folder is. */
const lockInCheckout = Effect.gen(function*() {
  const fileSystem = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const gitDirectory = yield* (yield* Git).gitDirectory
  if (Option.isSome(gitDirectory)) return path.join(gitDirectory.value, "spec-kitty-identity.lock")
  const folder = path.join((yield* Project).root, ".kittify")
  yield* Effect.ignore(fileSystem.makeDirectory(folder, { recursive: true }))
  return path.join(folder, "identity.lock")
})

/**
 * Runs the effect while no other process makes or changes this checkout's identity, whatever `$SPEC_KITTY_HOME` that one
 * has: the lock lies with the checkout. One that can't be written has its lock where its identity goes as well.
 */
export const underIdentityLock = <A, R>(effect: Effect.Effect<A, ConfigInvalid | LegacyState | StateNotWritable, R>) =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    const inCheckout = yield* lockInCheckout
    const inHome = path.join(yield* ownFolder, "identity.lock")
    return yield* withFileLock(inCheckout)(effect).pipe(
      Effect.catchTag("StateNotWritable", (error) =>
        error.path === inCheckout && !error.busy ? withFileLock(inHome)(effect) : Effect.fail(error))
    )
  })
