import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import { MissionUnreadable } from "../../domain/mission/missionErrors.js"
import { ArtifactTree, type ScanTexts, type TreeScan } from "../../services/ArtifactTree.js"
import { ContentHasher } from "../../services/ContentHasher.js"
import { Settings } from "../../services/Settings.js"
import { describeCause } from "./systemError.js"
import { ContentReader } from "./tree/ContentReader.js"
import type { FileOperations } from "./tree/FileOperations.js"
import { nodeFileOperations } from "./tree/FileOperations.js"
import { MissionWalk } from "./tree/MissionWalk.js"
import { readOneFile } from "./tree/readOneFile.js"
import { turnOfLoop } from "./turnOfLoop.js"

/** Files read without a pause. Small enough that Ctrl-C is heard at once, large enough to cost nothing. */
const filesPerTurn = 64

const make = (operations: FileOperations) =>
  Effect.gen(function*() {
    const settings = yield* Settings
    const hasher = yield* ContentHasher
    const reader = new ContentReader(operations, hasher, settings)
    /** Only the mission's own folder may be reached through a symlink, and only this once. */
    const inMission = <A>(directory: string, use: (root: string) => A) =>
      Effect.try({
        try: () => use(fs.realpathSync.native(directory)),
        catch: (cause) => new MissionUnreadable({ path: directory, detail: describeCause(cause) })
      })
    const begin = (directory: string, texts: ScanTexts) =>
      inMission(directory, (root) => new MissionWalk(operations, reader, root, texts))
    const finish = (walk: MissionWalk): Effect.Effect<TreeScan> =>
      turnOfLoop.pipe(
        Effect.andThen(Effect.sync(() => walk.step(filesPerTurn))),
        Effect.flatMap((more) => more ? finish(walk) : Effect.sync(() => walk.result()))
      )
    const scan: ArtifactTree["Type"]["scan"] = (directory, texts) =>
      Effect.acquireUseRelease(
        begin(directory, texts),
        finish,
        (walk) => Effect.sync(() => walk.close())
      )
    const readOne: ArtifactTree["Type"]["readOne"] = (directory, path, { maxBytes }) =>
      inMission(directory, (root) => readOneFile(operations, reader, root, path, maxBytes))
    return ArtifactTree.of({ scan, readOne })
  })

/** The tree on other file operations: how tests show faults that no file system gives on demand. */
export const layerWith = (operations: FileOperations) => Layer.effect(ArtifactTree, make(operations))

/** Missions on the disk of this machine. */
export const layer = layerWith(nodeFileOperations)
