import * as Effect from "effect/Effect"
import * as FileWatcher from "../../../src/layers/memory/FileWatcher.js"
import { fileWatcherLaws } from "../../../src/laws/fileWatcher.js"

fileWatcherLaws("memory", (use) =>
  Effect.gen(function*() {
    const steering = yield* FileWatcher.FileWatcherSteering
    return yield* use({
      directory: "/kitty-specs",
      write: (path) => steering.change(path),
      removeFolder: steering.fail("the folder is gone")
    })
  }).pipe(Effect.provide(FileWatcher.layer)))
