import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { MissionSlug } from "../../../src/domain/identity/Namespace.js"
import type { MissionFacts } from "../../../src/domain/mission/MissionFacts.js"
import { MissionMeta } from "../../../src/domain/mission/MissionMeta.js"
import * as MemoryTree from "../../../src/layers/memory/ArtifactTree.js"
import * as ArtifactIndexer from "../../../src/layers/node/ArtifactIndexer.js"
import * as ContentHasher from "../../../src/layers/node/ContentHasher.js"
import * as Identifiers from "../../../src/layers/node/Identifiers.js"
import * as ManifestRegistry from "../../../src/layers/node/ManifestRegistry.js"
import { ArtifactIndexer as Indexer, type ScanOptions } from "../../../src/services/ArtifactIndexer.js"
import { MissionStore } from "../../../src/services/MissionStore.js"
import { Project } from "../../../src/services/Project.js"
import { settingsLayer } from "./testSettings.js"

export interface MissionWorld extends Partial<ScanOptions> {
  /** Null: `meta.json` names none. */
  readonly type?: string | null
  readonly missionId?: string
  readonly files: Iterable<readonly [path: string, entry: MemoryTree.MemoryEntry]>
  readonly facts?: Partial<MissionFacts>
}

const slug = MissionSlug.make("001-invoice-export")
const directory = { slug, path: "/project/kitty-specs/001-invoice-export" }

/** Scans a mission held in memory, with the manifests and state machines that ship. */
export const scanMission = ({ facts, files, keepBodies = true, missionId, step = null, type = "software-dev" }: MissionWorld) => {
  const store = Layer.succeed(MissionStore, {
    list: Effect.succeed([directory]),
    read: () =>
      Effect.succeed({
        directory,
        meta: new MissionMeta({ mission_type: type, target_branch: "main", mission_id: missionId }),
        problems: [],
        lanes: new Map(),
        eventCounts: new Map(),
        ...facts
      })
  })
  const tree = Layer.provide(MemoryTree.layer(new Map([[directory.path, new Map(files)]])), ContentHasher.layer)
  const project = Layer.succeed(Project, { root: "/project", workingDirectory: "/project" })
  const world = ArtifactIndexer.layer.pipe(
    Layer.provide([tree, store, ContentHasher.layer, Identifiers.layer, Layer.provide(ManifestRegistry.layer, project)]),
    Layer.provide([settingsLayer(), NodeContext.layer])
  )
  return Effect.provide(Effect.flatMap(Indexer, (indexer) => indexer.scan(directory, { step, keepBodies })), world)
}
