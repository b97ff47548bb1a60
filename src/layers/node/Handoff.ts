import type { PlatformError } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { PackageIncomplete } from "../../domain/PackageIncomplete.js"
import { Handoff } from "../../services/Handoff.js"
import { packageRoot } from "./packageRoot.js"

const make = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = path.join(yield* packageRoot, "contracts", "handoff")
  const missing = ({ message }: PlatformError) => new PackageIncomplete({ part: "contract for receivers", folder, detail: message })
  const names = yield* Effect.mapError(fs.readDirectory(folder, { recursive: true }), missing)
  const files = yield* Effect.filter(names, (name) =>
    Effect.mapBoth(fs.stat(path.join(folder, name)), { onFailure: missing, onSuccess: ({ type }) => type === "File" }))
  return Handoff.of({
    files: files.map((name) => name.replaceAll("\\", "/")).sort(),
    read: (name) => Effect.mapError(fs.readFileString(path.join(folder, name)), missing)
  })
})

/** `contracts/handoff` in our own package. */
export const layer = Layer.effect(Handoff, make)
