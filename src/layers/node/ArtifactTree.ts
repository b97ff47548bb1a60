import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import type { ArtifactPath } from "../../domain/dossier/Artifact.js"
import { MissionUnreadable } from "../../domain/mission/missionErrors.js"
import { ArtifactTree } from "../../services/ArtifactTree.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { Settings } from "../../services/Settings.js"
import { describeCause } from "./systemError.js"
import { ContentReader } from "./tree/ContentReader.js"
import type { FileOperations } from "./tree/FileOperations.js"
import { nodeFileOperations } from "./tree/FileOperations.js"
import { MissionWalk } from "./tree/MissionWalk.js"

/** Files read without a pause. Small enough that Ctrl-C is heard at once, large enough to cost nothing. */
const filesPerTurn = 64

/** Lets Node look at signals and timers; `Effect.yieldNow` alone stays within one turn of its event loop. */
const nextTurn = Effect.async<void>((resume) => {
  const handle = setImmediate(() => {
    resume(Effect.void)
  })
  return Effect.sync(() => {
    clearImmediate(handle)
  })
})

const make = (operations: FileOperations) =>
  Effect.gen(function*() {
    const settings = yield* Settings
    const hasher = yield* ContentHasher
    const begin = (directory: string, keepText: (path: ArtifactPath) => boolean) =>
      Effect.try({
        try: () =>
          // Only the mission's own folder may be reached through a symlink, and only this once.
          new MissionWalk(operations, new ContentReader(operations, hasher, settings), fs.realpathSync(directory), keepText),
        catch: (cause) => new MissionUnreadable({ path: directory, detail: describeCause(cause) })
      })
    const finish = (walk: MissionWalk) =>
      nextTurn.pipe(
        Effect.andThen(Effect.sync(() => walk.step(filesPerTurn))),
        Effect.repeat({ while: (more: boolean) => more }),
        Effect.andThen(Effect.sync(() => walk.result()))
      )
    const scan: ArtifactTree["Type"]["scan"] = (directory, { keepText }) =>
      Effect.acquireUseRelease(
        begin(directory, keepText),
        finish,
        (walk) => Effect.sync(() => walk.close())
      )
    return ArtifactTree.of({ scan })
  })

/** The tree on other file operations: how tests show faults that no file system gives on demand. */
export const layerWith = (operations: FileOperations) => Layer.effect(ArtifactTree, make(operations))

/** Missions on the disk of this machine. */
export const layer = layerWith(nodeFileOperations)
