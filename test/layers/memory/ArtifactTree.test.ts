import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as MemoryTree from "../../../src/layers/memory/ArtifactTree.js"
import * as ContentHasher from "../../../src/layers/node/ContentHasher.js"
import { ArtifactTree } from "../../../src/services/ArtifactTree.js"
import { artifactTreeLaws } from "../../../src/laws/artifactTree.js"
import { settingsLayer } from "../node/testSettings.js"

const treeOf = (mission: MemoryTree.MemoryMission, maxFileBytes = 1024 ** 2) =>
  MemoryTree.layer(new Map([["/mission", mission]])).pipe(
    Layer.provide([ContentHasher.layer, settingsLayer({ maxFileBytes })])
  )

const scanAt = (directory: string, keepText: (path: string) => boolean = () => true) =>
  Effect.flatMap(ArtifactTree, (tree) => tree.scan(directory, { keepText }))

artifactTreeLaws("memory", ({ files, keepText, maxFileBytes }) =>
  Effect.provide(scanAt("/mission", keepText), treeOf(new Map(files), maxFileBytes)),
({ files, maxBytes, maxFileBytes, path }) =>
  Effect.flatMap(ArtifactTree, (tree) => tree.readOne("/mission", path, { maxBytes })).pipe(
    Effect.provide(treeOf(new Map(files), maxFileBytes))
  ))

describe("the memory tree", () => {
  it.effect("plays faults on demand", () =>
    Effect.gen(function*() {
      const found = yield* scanAt("/mission")
      expect(found.files).toStrictEqual([{ path: "gone.md", content: { _tag: "Vanished" } }])
      expect(found.skipped.map(({ path, reason }) => [path, reason])).toStrictEqual([
        ["a\\b.md", "unsupported_name"], ["link.md", "symlink"], ["pipe.md", "not_regular"]
      ])
    }).pipe(Effect.provide(treeOf(new Map<string, MemoryTree.MemoryEntry>([
      ["gone.md", { _tag: "Vanished" }], ["link.md", { _tag: "Symlink" }], ["pipe.md", { _tag: "NotRegular" }], ["a\\b.md", "x"]
    ])))))

  it.effect("fails for a mission that is not there", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(scanAt("/elsewhere"))
      expect(error._tag).toBe("MissionUnreadable")
    }).pipe(Effect.provide(treeOf(new Map()))))
})
